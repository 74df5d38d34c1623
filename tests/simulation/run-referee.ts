import { planStep } from "../../core/executions/plan-step.ts";
import { failLimit } from "../../core/executions/rollout.ts";
import type { RunState } from "../../core/model/states.ts";
import type { ExecutionRow, RunRow } from "../../core/store/tables/run-table.ts";
import type { Journal, JournalEntry } from "./journal.ts";

const BROKEN = ["failed", "timed_out", "unknown"];

/** At any moment: once the stop rule is broken, nothing that never began may still be in line. */
export function judgeRollout(run: RunRow, executions: readonly ExecutionRow[]): readonly string[] {
  const broken = executions.filter((one) => BROKEN.includes(one.state));
  const limit = failLimit(run.policy, run.execution_count) ?? Number.POSITIVE_INFINITY;
  const canaryBroke = (run.policy.canary ?? 0) > 0 && broken.some((one) => one.batch === 1);
  if (broken.length <= limit && !canaryBroke) return [];
  const inLine = executions.filter((one) => ["queued", "offered"].includes(one.state) && one.started_at === null);
  return inLine.map((one) => `${one.id} is still ${one.state} though ${run.id} broke its stop rule`);
}

/** When everything has come to rest: batches, chains and turns were kept to, by what really ran. */
export function judgeRuns(
  runs: readonly RunRow[],
  executions: readonly ExecutionRow[],
  journal: Journal,
): readonly string[] {
  const startsOf = (run: RunRow) =>
    executions.filter((one) => one.run_id === run.id).flatMap((one) => journal.of(one.id));
  return [
    ...runs.flatMap((run) => judgeBatches(run, executions, journal)),
    ...runs.flatMap((run) => judgeStep(run, runs, startsOf)),
    ...runs.filter((run) => run.trigger === "check").flatMap((run) => judgeCheck(run, executions, journal)),
    ...judgeTurns(runs, startsOf),
  ];
}

function judgeBatches(run: RunRow, executions: readonly ExecutionRow[], journal: Journal): readonly string[] {
  const mine = executions.filter((one) => one.run_id === run.id && one.batch !== null);
  const found: string[] = [];
  for (const early of mine) {
    for (const late of mine.filter((one) => (one.batch ?? 0) > (early.batch ?? 0))) {
      if (!isAfter(journal.of(late.id), journal.of(early.id)))
        found.push(`${late.id} ran before ${early.id} had ended`);
    }
  }
  const skipped = mine.filter((one) => one.state === "skipped" && journal.of(one.id).length > 0);
  return [...found, ...skipped.map((one) => `${one.id} was left out, but ran`)];
}

function judgeStep(
  run: RunRow,
  runs: readonly RunRow[],
  startsOf: (run: RunRow) => readonly JournalEntry[],
): readonly string[] {
  const children = runs.filter((one) => one.parent_run_id === run.id && one.trigger !== "check");
  const next = planStep({ ...run, stoppedAt: run.stopped_at }, run.state as RunState);
  const found: string[] = [];
  if (children.length > 1) found.push(`${run.id} was followed by ${children.length} steps`);
  for (const child of children) {
    if (child.step !== (planStep({ ...run, stoppedAt: null }, run.state as RunState) ?? -1)) {
      found.push(`${child.id} follows ${run.id}, which is ${run.state}`);
    }
    if (!isAfter(startsOf(child), startsOf(run))) found.push(`${child.id} ran before ${run.id} had ended`);
  }
  if (next !== undefined && children.length === 0) found.push(`${run.id} is ${run.state}, and no step followed it`);
  if (run.follow !== null) found.push(`${run.id} is still to be followed: ${run.follow}`);
  return found;
}

/** A check comes between the batches that it stands between: "check:R-1:2" before the second. */
function judgeCheck(run: RunRow, executions: readonly ExecutionRow[], journal: Journal): readonly string[] {
  const next = Number(run.fire_key.split(":")[2]);
  const checked = executions.filter((one) => one.run_id === run.id).flatMap((one) => journal.of(one.id));
  const rollout = executions.filter((one) => one.run_id === run.parent_run_id);
  const startsIn = (of: (batch: number) => boolean) =>
    rollout.filter((one) => of(one.batch ?? 0)).flatMap((one) => journal.of(one.id));
  const early = isAfter(
    checked,
    startsIn((batch) => batch < next),
  );
  const late = isAfter(
    startsIn((batch) => batch >= next),
    checked,
  );
  return early && late ? [] : [`${run.id} did not check between the batches of ${run.parent_run_id}`];
}

/** Of a task whose runs queue or replace each other, no two are at work at once, with a chain counting as one. */
function judgeTurns(runs: readonly RunRow[], startsOf: (run: RunRow) => readonly JournalEntry[]): readonly string[] {
  const found: string[] = [];
  const ordered = runs.filter((run) => rootPolicy(runs, run)?.overlap !== undefined);
  for (const a of ordered) {
    for (const b of ordered) {
      const others = a.task_id === b.task_id && rootOf(a) < rootOf(b);
      if (others && meet(startsOf(a), startsOf(b))) found.push(`${a.id} and ${b.id} of ${a.task_id} ran at once`);
    }
  }
  return found;
}

const rootOf = (run: RunRow) => run.root_run_id ?? run.id;

function rootPolicy(runs: readonly RunRow[], run: RunRow) {
  return runs.find((one) => one.id === rootOf(run))?.policy;
}

/** Every start in `late` comes when all of `early` has ended. */
function isAfter(late: readonly JournalEntry[], early: readonly JournalEntry[]): boolean {
  return late.every((b) => early.every((a) => (a.endedAt ?? Number.POSITIVE_INFINITY) <= b.startedAt));
}

function meet(some: readonly JournalEntry[], others: readonly JournalEntry[]): boolean {
  const ends = ({ endedAt }: JournalEntry) => endedAt ?? Number.POSITIVE_INFINITY;
  return some.some((a) => others.some((b) => a.startedAt < ends(b) && b.startedAt < ends(a)));
}
