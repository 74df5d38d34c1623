import type { FrameStep } from "./frame.ts";

/** A machine as it was when it was chosen. */
export interface FrozenMachine {
  readonly id: string;
  readonly name: string;
}

/** A step of a chain, frozen when the chain begins. Without machines it runs where the run before it ran. */
export interface RunStep extends Omit<FrameStep, "targets"> {
  readonly machines?: readonly FrozenMachine[];
}
