import type { UsualTime } from "../../../core/executions/usual-time.ts";
import type { Agent } from "../../../core/model/agent.ts";
import type { SaidCondition } from "../../../core/model/condition.ts";
import type { Execution, Run } from "../../../core/model/run.ts";

/** One step of a chain: what it does, when it follows, and how far it is. */
export interface ChainLink {
  /** 0: the beginning. */
  readonly step: number;
  readonly title: string;
  readonly when: "success" | "failure" | "always" | undefined;
  /** Undefined: no run of it was made. */
  readonly run: Pick<Run, "id" | "state" | "nextStep" | "reason"> | undefined;
  /** What the run before must have answered. */
  readonly condition?: SaidCondition;
  /** Where that was not so, while it was elsewhere. */
  readonly notOn?: string;
}

/** Everything the card of a run shows, read at one moment. */
export interface RunView {
  readonly run: Run;
  /** Title of the action, "Disk usage". */
  readonly title: string;
  readonly executions: readonly Execution[];
  /** What is known of the machines that have not started yet, by agent id. */
  readonly machines: ReadonlyMap<string, Pick<Agent, "name" | "liveness" | "lastSeenAt" | "state">>;
  /** Last lines of output, oldest first. */
  readonly tail: readonly string[];
  /** The chain that the run belongs to, in order; absent without one. */
  readonly chain?: readonly ChainLink[];
  readonly assumed?: readonly string[];
  /** How long runs like this usually take, where enough of them are known. */
  readonly usual?: UsualTime;
  /** Its action has an opposite that can take it back. */
  readonly undoable?: boolean;
  readonly timeZone: string;
  readonly now: number;
}
