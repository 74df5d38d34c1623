import type { JsonObject } from "../kernel/json.ts";
import type { LedgerCause } from "../model/ledger.ts";
import type { Policy } from "../model/policy.ts";
import type { Risk } from "../model/risk.ts";
import type { RunStep } from "../model/run-step.ts";
import type { Actor } from "../model/user.ts";
import type { TaskRow } from "../store/tables/task-table.ts";
import type { PlannedExecution } from "./plan-run.ts";
import type { Spare } from "./replace-machine.ts";

/** A run that is about to be made. */
export interface NewRun {
  readonly task: TaskRow;
  readonly actor: Actor;
  readonly trigger: "schedule" | "request" | "again" | "retry" | "step" | "check";
  readonly dueAt: number;
  readonly now: number;
  readonly risk: Risk;
  readonly conversationId: string | null;
  readonly planned: readonly PlannedExecution[];
  /** Who may take the place of one that does not begin. */
  readonly spares?: readonly Spare[];
  /** Where the run does something else than its task says by itself: a step of a chain, or an earlier run again. */
  readonly work?: { readonly action: string; readonly params: JsonObject; readonly policy: Policy };
  /** The steps that may follow, frozen. */
  readonly steps?: readonly RunStep[];
  /** Where it comes from: the run before it in a chain, or the one that it takes up again. */
  readonly origin?: RunOrigin;
  /** The run of this task that must be over first. */
  readonly waitsFor?: string;
  /** What the ledger of expected runs says of it; absent where a person asked for it. */
  readonly ledger?: {
    readonly cause: LedgerCause;
    /** It stands for this many due times, the first of them at `since`. */
    readonly fold?: { readonly since: number; readonly count: number };
  };
  /** Set where nothing will run: the run is born with this state and says why. */
  readonly stillborn?: { readonly state: "missed" | "skipped"; readonly reason: string };
}

export type RunOrigin =
  | { readonly kind: "step"; readonly parentId: string; readonly rootId: string; readonly step: number }
  | { readonly kind: "check"; readonly parentId: string; readonly batch: number }
  | { readonly kind: "subset"; readonly parentId: string; readonly subset: string };
