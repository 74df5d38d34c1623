import type { Frame } from "../../core/model/frame.ts";
import { plainFrame } from "./plain-frame.ts";

/** The parts of a frame that are counted one by one. */
export const SLOTS = [
  "intent",
  "action",
  "params",
  "targets",
  "schedule",
  "policy",
  "then",
  "ref",
  "query",
  "clarify",
  "confirm",
] as const;
export type Slot = (typeof SLOTS)[number];

export interface FrameValue {
  readonly slot: Slot;
  /** With the name it has inside its slot and its type: `retries=3` is not `retries="3"`. */
  readonly value: string;
}

/** Every typed value of a frame: a parameter, a place, a way how, a step each; a schedule is one value. */
export function frameValues(frame: Partial<Frame>): readonly FrameValue[] {
  const plain = (plainFrame(frame) ?? {}) as Readonly<Record<string, unknown>>;
  return SLOTS.flatMap((slot) => {
    const value = plain[slot];
    return value === undefined ? [] : partsOf(slot, value).map((part) => ({ slot, value: part }));
  });
}

function partsOf(slot: Slot, value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.map((one, at) => `${at}=${JSON.stringify(one)}`);
  if (typeof value !== "object" || value === null || slot === "schedule") return [JSON.stringify(value)];
  return Object.entries(value).flatMap(([name, inner]) =>
    slot === "targets" && Array.isArray(inner)
      ? inner.map((term) => `${name}=${String(term)}`)
      : [`${name}=${JSON.stringify(inner)}`],
  );
}
