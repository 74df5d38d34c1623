import { EACH_PERSON, type Limit } from "../model/limit.ts";

/** An execution as limits see it. */
export interface LimitedWork {
  readonly executionId: string;
  readonly runId: string;
  readonly taskId: string;
  readonly action: string;
  readonly agentId: string;
  /** Who asked for it. */
  readonly personId: string;
}

export interface Blocking {
  readonly limit: Limit;
  /** How many of what it counts are under way. */
  readonly used: number;
}

/** What a limit is asked with; both lists may hold more than concerns it. */
export interface AtWork {
  readonly underWay: readonly LimitedWork[];
  /** What waited longer, and could start now. */
  readonly before: readonly LimitedWork[];
  /** Whether the machine is one that the limit speaks of. */
  covers(limit: Limit, agentId: string): boolean;
}

/**
 * The first limit that lets this work not start now; undefined: it may. A place is kept for whatever waited longer, so
 * that nothing waits for ever while younger work slips past it. Pure.
 */
export function findBlocking(limits: readonly Limit[], work: LimitedWork, atWork: AtWork): Blocking | undefined {
  for (const limit of limits) {
    if (!speaksOf(limit, work, atWork)) continue;
    const alike = (other: LimitedWork) =>
      speaksOf(limit, other, atWork) && (limit.person !== EACH_PERSON || other.personId === work.personId);
    const used = new Set(atWork.underWay.filter(alike).map((one) => counted(limit, one)));
    // The other machines of a run that is counted already.
    if (used.has(counted(limit, work))) continue;
    const kept = new Set(atWork.before.filter(alike).map((one) => counted(limit, one)));
    kept.delete(counted(limit, work));
    if (new Set([...used, ...kept]).size >= limit.most) return { limit, used: used.size };
  }
  return undefined;
}

/** "2 of 2 backups are running". Pure. */
export function sayBlocking({ limit: { id, most, what }, used }: Blocking): string {
  const count =
    used < most ? `others wait longer for the ${most} ${what} at once` : `${used} of ${most} ${what} are running`;
  return `${count} (limit ${id})`;
}

function speaksOf(limit: Limit, work: LimitedWork, { covers }: Pick<AtWork, "covers">): boolean {
  const { action, person, targets, taskId } = limit;
  return (
    (action === undefined || action === work.action) &&
    (taskId === undefined || taskId === work.taskId) &&
    (person === undefined || person === EACH_PERSON || person === work.personId) &&
    (targets === undefined || covers(limit, work.agentId))
  );
}

const counted = ({ person }: Limit, work: LimitedWork) => (person === undefined ? work.executionId : work.runId);
