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

/** Whether the machine is one that the limit speaks of. */
type Covers = (limit: Limit, agentId: string) => boolean;

/** The places of all limits: which are taken, and which are kept for what waited longer. */
export class LimitPlaces {
  readonly #limits: readonly Limit[];
  readonly #covers: Covers;
  readonly #places = new Map<string, { readonly taken: Set<string>; readonly kept: Set<string> }>();

  constructor(limits: readonly Limit[], covers: Covers) {
    this.#limits = limits;
    this.#covers = covers;
  }

  /** The first limit that lets this work not start now; undefined: it may. */
  blocking(work: LimitedWork): Blocking | undefined {
    for (const limit of this.#limits) {
      if (!this.#speaksOf(limit, work)) continue;
      const { taken, kept } = this.#of(limit, work);
      const one = counted(limit, work);
      // The other machines of a run that is counted already.
      if (taken.has(one)) continue;
      if (taken.size + kept.size - (kept.has(one) ? 1 : 0) >= limit.most) return { limit, used: taken.size };
    }
    return undefined;
  }

  /** It is under way. */
  take(work: LimitedWork): void {
    this.#each(work, ({ taken, kept }, one) => {
      taken.add(one);
      kept.delete(one);
    });
  }

  /** Nothing younger may have its place. */
  keep(work: LimitedWork): void {
    this.#each(work, ({ taken, kept }, one) => {
      if (!taken.has(one)) kept.add(one);
    });
  }

  #each(work: LimitedWork, note: (places: { taken: Set<string>; kept: Set<string> }, one: string) => void): void {
    for (const limit of this.#limits) {
      if (this.#speaksOf(limit, work)) note(this.#of(limit, work), counted(limit, work));
    }
  }

  /** Where everybody has as much, each person has places of their own. */
  #of(limit: Limit, work: LimitedWork) {
    const key = limit.person === EACH_PERSON ? `${limit.id} ${work.personId}` : limit.id;
    const known = this.#places.get(key) ?? { taken: new Set<string>(), kept: new Set<string>() };
    this.#places.set(key, known);
    return known;
  }

  #speaksOf(limit: Limit, work: LimitedWork): boolean {
    const { action, person, targets, taskId } = limit;
    return (
      (action === undefined || action === work.action) &&
      (taskId === undefined || taskId === work.taskId) &&
      (person === undefined || person === EACH_PERSON || person === work.personId) &&
      (targets === undefined || this.#covers(limit, work.agentId))
    );
  }
}

/** "2 of 2 backups are running". Pure. */
export function sayBlocking({ limit: { id, most, what }, used }: Blocking): string {
  const count =
    used < most ? `others wait longer for the ${most} ${what} at once` : `${used} of ${most} ${what} are running`;
  return `${count} (limit ${id})`;
}

const counted = ({ person }: Limit, work: LimitedWork) => (person === undefined ? work.executionId : work.runId);
