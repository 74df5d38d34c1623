import type { Agent } from "../../../core/model/agent.ts";
import type { Execution, Run } from "../../../core/model/run.ts";

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
  readonly assumed?: readonly string[];
  readonly timeZone: string;
  readonly now: number;
}
