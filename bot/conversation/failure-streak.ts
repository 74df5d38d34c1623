import type { Run } from "../../core/model/run.ts";

/** How the runs of a task went up to one of them. */
export interface Streak {
  /** It, or a step of its chain, did not work. */
  readonly failed: boolean;
  /** Failures in a row right before it. */
  readonly before: number;
  /** The last of those. */
  readonly lastFailedId: string | undefined;
  /** It worked, and the one before did not. */
  readonly recovered: boolean;
}

const BAD: readonly string[] = ["failed", "unknown", "missed"];

export function isBad(state: Run["state"]): boolean {
  return BAD.includes(state);
}

/**
 * Counts over the runs of one task, newest first. A chain counts as one run, as bad as its worst step; what was skipped,
 * cancelled or is still under way says nothing either way. Pure.
 */
export function streakOf(runs: readonly Run[], rootId: string): Streak {
  const bad = new Set<string>(runs.filter((run) => isBad(run.state)).map((run) => run.rootRunId ?? run.id));
  const roots = runs.filter((run) => run.step === 0);
  const at = roots.findIndex((run) => run.id === rootId);
  let before = 0;
  let lastFailedId: string | undefined;
  for (const root of at < 0 ? [] : roots.slice(at + 1)) {
    if (bad.has(root.id)) {
      before += 1;
      lastFailedId ??= root.id;
    } else if (root.state === "succeeded") break;
  }
  const failed = bad.has(rootId);
  const recovered = !failed && before > 0 && roots[at]?.state === "succeeded";
  return { failed, before, lastFailedId, recovered };
}
