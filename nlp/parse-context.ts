import type { Frame } from "../core/model/frame.ts";

/** Everything besides the text and the catalog that a meaning depends on. */
export interface ParseContext {
  /** Epoch ms. */
  readonly now: number;
  /** IANA zone of the asker. */
  readonly timeZone: string;
  /** The message was meant for the bot (direct message, mention, web chat); otherwise small talk is left alone. */
  readonly addressed: boolean;
  /** The last frame of this thread that asked for work; what "again", "same on X", "make it hourly" refer to. */
  readonly lastFrame?: Frame;
  /** The last question of this thread about runs, tasks, machines or figures, when nothing else was asked since: "and yesterday?" */
  readonly lastQuestion?: Frame;
  /** Speakable ids last talked about: "that", "it", "cancel that". */
  readonly lastTask?: string;
  readonly lastRun?: string;
  /** The task of `lastFrame` while its one time is still to come: a correction takes its place. */
  readonly waiting?: string;
  /** The bot waits for this: a bare answer is read as it. */
  readonly question?: PendingQuestion;
  /** What numbers in the last list point at: "the second one". */
  readonly lastList?: readonly string[];
  /** Configurable words for times of day, "HH:MM". */
  readonly dayParts?: Readonly<Record<string, string>>;
}

export type PendingQuestion =
  | { readonly kind: "confirm"; readonly id: string }
  | {
      readonly kind: "clarify";
      readonly id: string;
      readonly slot: string;
      readonly options?: readonly string[];
      readonly frame: Frame;
    };
