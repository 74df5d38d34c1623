import type { CardButton } from "../../../core/model/card.ts";

/** One answer, as a person sees it. */
export interface Seen {
  readonly id: string;
  /** Text in which nothing of it is left out. */
  readonly text: string;
  readonly buttons: readonly Pick<CardButton, "label" | "say">[];
}

/** Somebody's conversation with Octopus, wherever it is held. */
export interface Talk {
  /** "slack", "web". */
  readonly channel: "slack" | "web";
  /** Says it and resolves when there is an answer. */
  say(text: string): Promise<Seen>;
  /** Presses a button of an answer, the newest if none is given. Resolves when something has changed. */
  press(label: string, on?: Seen): Promise<Seen>;
  /** The newest answer. */
  newest(): Promise<Seen>;
  /** All answers, oldest first. */
  all(): Promise<readonly Seen[]>;
}
