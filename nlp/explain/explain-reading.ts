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
    meaning: sayMeaning(frame, actions),
    score: frame.score,
    assumed: frame.assumed ?? [],
    alternatives: others,
    why: whyOf(frame, others, trace),
    trace,
  };
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
