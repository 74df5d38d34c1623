import type { Frame } from "../core/model/frame.ts";
import type { CompiledCatalog } from "./compiled-catalog.ts";
import type { Candidate } from "./match/candidate.ts";
import type { ParseContext } from "./parse-context.ts";
import type { PolicyFound } from "./policy/find-policy.ts";
import type { AskedValue } from "./stages/asked-value.ts";
import type { TargetsFound } from "./target/find-targets.ts";
import type { Token } from "./text/token.ts";
import type { BuiltSchedule } from "./time/build-schedule.ts";
import type { TimeFound } from "./time/find-time.ts";
import type { TimeSetting } from "./time/time-facts.ts";

/** One decision on the way from text to meaning, with where in the message it was made. */
export interface TraceEntry {
  readonly stage: string;
  readonly note: string;
  readonly start?: number;
  readonly end?: number;
}

/** A part of the message that asks for one thing. `when` is about the part before it. */
export interface Clause {
  readonly when: "first" | "success" | "failure" | "always";
  readonly from: number;
  readonly to: number;
  /** What the part before it must answer. */
  readonly asks?: AskedValue;
}

/** What is known of a message between two stages. */
export interface Draft {
  readonly message: string;
  readonly known: CompiledCatalog;
  readonly context: ParseContext;
  readonly setting: TimeSetting;
  readonly tokens: readonly Token[];
  readonly policy: PolicyFound;
  readonly clauses: readonly Clause[];
  readonly time: TimeFound;
  readonly schedule: BuiltSchedule;
  readonly targets: TargetsFound;
  /** Best first; those of the first clause. */
  readonly candidates: readonly Candidate[];
  /** Words that were corrected, as sentences. */
  readonly repaired: readonly string[];
  readonly frame: Frame | undefined;
  readonly trace: readonly TraceEntry[];
  /** Reads a part of the message as a message of its own, with nothing said before; absent inside such a part. */
  readonly readPart?: (text: string) => Frame;
}

export type Stage = (draft: Draft) => Draft;

/** Marks the tokens of the ranges. */
export function mask(length: number, ranges: readonly { readonly from: number; readonly to: number }[]): boolean[] {
  const taken = new Array<boolean>(length).fill(false);
  for (const { from, to } of ranges) taken.fill(true, from, to);
  return taken;
}
