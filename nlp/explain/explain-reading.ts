import type { Frame } from "../../core/model/frame.ts";
import type { ActionManifest } from "../../core/plugin-api/manifest.ts";
import { describeFrame } from "../describe/describe-frame.ts";
import type { TraceEntry } from "../draft.ts";
import type { ParseResult } from "../parse.ts";

/** How a message was read: what each part was taken for, what else it could have meant, and why it was read so. */
export interface Reading {
  /** In the order of the message. */
  readonly parts: readonly {
    readonly text: string;
    readonly slot: string;
    readonly start: number;
    readonly end: number;
  }[];
  /** Slots that nobody said here and that come from the thread: "same on web-2" keeps the action. */
  readonly kept: readonly string[];
  /** The meaning as a sentence, where there is one; otherwise its intent. */
  readonly meaning: string;
  readonly score: number;
  readonly assumed: readonly string[];
  /** Best first. */
  readonly alternatives: readonly { readonly meaning: string; readonly score: number }[];
  /** Why the winner won, as a sentence. */
  readonly why: string;
  readonly trace: readonly TraceEntry[];
}

/** Puts the result of the parser into words. Pure. */
export function explainReading(text: string, result: ParseResult, actions: readonly ActionManifest[]): Reading {
  const { frame, alternatives, trace } = result;
  const parts = [...frame.spans]
    .sort((a, b) => a.start - b.start || a.end - b.end)
    .map(({ start, end, slot }) => ({ text: text.slice(start, end), slot, start, end }));
  const others = alternatives.map((one) => ({ meaning: sayMeaning(one.frame, actions), score: one.score }));
  return {
    parts,
    kept: keptOf(frame),
    meaning: sayMeaning(frame, actions),
    score: frame.score,
    assumed: frame.assumed ?? [],
    alternatives: others,
    why: whyOf(frame, others, trace),
    trace,
  };
}

const CARRIED = ["action", "params", "targets", "schedule", "policy", "then"] as const;

/** What the frame has and the message did not say. */
function keptOf(frame: Frame): readonly string[] {
  const placed = new Set(frame.spans.map(({ slot }) => slot));
  return CARRIED.flatMap((slot) => {
    const value = frame[slot];
    if (value === undefined || placed.has(slot) || (slot === "targets" && placed.has("exclude"))) return [];
    return slot === "params" ? Object.keys(value).filter((name) => !placed.has(name)) : [slot];
  });
}

function sayMeaning(frame: Frame, actions: readonly ActionManifest[]): string {
  const what = describeFrame(frame, actions) ?? [frame.action ?? frame.intent, frame.ref].filter(Boolean).join(" ");
  return frame.outcome === "clarify" ? `${what} (${frame.clarify ?? "something"} is missing)` : what;
}

function whyOf(frame: Frame, others: Reading["alternatives"], trace: readonly TraceEntry[]): string {
  const [next] = others;
  const rule = trace.find((entry) => entry.stage === "meanings")?.note;
  if (frame.outcome === "ignore") return "Nothing in it asks me to do something that I know.";
  const by = rule === undefined ? `It was read as ${frame.intent}` : `The best match is ${rule}`;
  if (!next) return `${by}; nothing else fits.`;
  return `${by}; the next best, "${next.meaning}", has ${next.score.toFixed(2)}.`;
}
