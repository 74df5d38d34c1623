import type { LimitId, TaskId, UserId } from "./ids.ts";
import type { TargetSelector } from "./target.ts";

/**
 * "Never more than 2 backups at once": how much of what it speaks of may be under way at the same time, on the whole
 * server. It speaks of what fits all that it names; what it does not name may be anything.
 */
export interface Limit {
  readonly id: LimitId;
  readonly most: number;
  /** What it counts, as a plural: "backups". */
  readonly what: string;
  readonly action: string | undefined;
  readonly taskId: TaskId | undefined;
  /** Machines, looked up again each time. */
  readonly targets: TargetSelector | undefined;
  /** A person, or everybody by themselves; then runs are counted, otherwise their executions, one for each machine. */
  readonly person: UserId | typeof EACH_PERSON | undefined;
  readonly byId: UserId;
  readonly byName: string;
  readonly createdAt: number;
}

/** More than this at once is not worth a limit. */
export const LARGEST_LIMIT = 10_000;

/** Every person has as much. */
export const EACH_PERSON = "each";
