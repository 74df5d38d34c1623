import type { SaidCondition } from "./condition.ts";
import type { FrameStep } from "./frame.ts";

/** A machine as it was when it was chosen. */
export interface FrozenMachine {
  readonly id: string;
  readonly name: string;
}

/** A step of a chain, frozen when the chain begins. Without machines it runs where the run before it ran. */
export interface RunStep extends Omit<FrameStep, "targets" | "if"> {
  readonly machines?: readonly FrozenMachine[];
  readonly if?: SaidCondition;
  /** Once it was made: where its condition was not met, and why: "web-2: disk use was 41 %, asked for over 90 %". */
  readonly notOn?: string;
}
