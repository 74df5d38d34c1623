import { HELD_UNTIL } from "../../../core/executions/plan-run.ts";
import type { Rollout } from "../../../core/executions/rollout.ts";
import { describeMs, durationToMs } from "../../../core/kernel/duration.ts";
import type { CardFact } from "../../../core/model/card.ts";
import type { Policy } from "../../../core/model/policy.ts";
import type { Execution } from "../../../core/model/run.ts";
import { STATE_WORDS } from "./state-words.ts";

/** The order of the batches and the rule that stops them, for the plan. Pure. */
export function rolloutFacts(rollout: Rollout, names: readonly string[], policy: Policy): readonly CardFact[] {
  const { sizes, canary } = rollout;
  const [first = 0, ...rest] = sizes;
  const head = `${names.slice(0, first).join(", ")}${canary ? " (canary)" : ""}`;
  const pause = policy.stagger === undefined ? "" : ` · ${sayPause(policy.stagger)} between them`;
  const order = `${head}, then ${saySizes(rest)}${pause}`;
  return [
    { name: "Order", value: order },
    { name: "Stops", value: sayStopRule(rollout, names.length) },
    ...(policy.check
      ? [{ name: "Checks", value: `${policy.check.action} after each batch; where it fails, the rest is not begun` }]
      : []),
  ];
}

/** As long as nobody knows how many machines there will be: what was said of batches; undefined: nothing. Pure. */
export function sayRolloutPolicy({ canary, check, concurrency, stagger, stopAfter }: Policy): string | undefined {
  const parts = [
    ...(canary === undefined ? [] : [`${canary} as canary first`]),
    ...(concurrency === undefined ? [] : [`${concurrency} at a time`]),
    ...(stagger === undefined ? [] : [`${sayPause(stagger)} between them`]),
    ...(check ? [`${check.action} after each batch`] : []),
    ...(stopAfter === undefined ? [] : [`stops when more than ${stopAfter} fail`]),
  ];
  return parts.length === 0 ? undefined : parts.join(" · ");
}

/** "3 + 3 + 1"; many equal ones in short: "1 at a time (11)". */
function saySizes(sizes: readonly number[]): string {
  if (sizes.length <= 8) return sizes.join(" + ");
  return `${sizes[0]} at a time (${sizes.reduce((sum, size) => sum + size, 0)} machines in ${sizes.length} batches)`;
}

function sayPause(stagger: string): string {
  const ms = durationToMs(stagger);
  return ms === undefined ? stagger : describeMs(ms);
}

function sayStopRule({ failLimit, canary }: Rollout, total: number): string {
  const rules: string[] = [];
  if (canary) rules.push("when the canary fails");
  if (failLimit !== undefined && failLimit < total) {
    rules.push(`when more than ${failLimit} of ${total} fail (at failure ${failLimit + 1})`);
  }
  if (rules.length === 0) return "not by itself, however many fail";
  return `${rules.join(", or ")}; then it asks`;
}

/** Lines for one batch each at most; more are said together. */
const LINES = 8;
const NAMES = 6;

/** One line for each batch of a run; batches in a row that are done, or wait, share one. Pure. */
export function batchLines(executions: readonly Execution[], canary: boolean): readonly string[] {
  const batches = new Map<number, Execution[]>();
  for (const execution of executions) {
    if (execution.batch === undefined) continue;
    batches.set(execution.batch, [...(batches.get(execution.batch) ?? []), execution]);
  }
  const all = [...batches].map(([number, members]) => ({ number, members }));
  const done = all.filter(({ members }) => members.every((one) => one.state === "succeeded"));
  const held = all.filter(({ members }) => members.every(isHeld));
  const shown = all.filter((batch) => !done.includes(batch) && !held.includes(batch));
  const lines = shown
    .slice(-LINES)
    .map(({ number, members }) => `${nameOf(number, all.length, canary)}: ${sayMembers(members)}`);
  return [
    ...sayTogether(done, all.length, canary, "ok"),
    ...(shown.length > LINES ? [`… ${shown.length - LINES} more batches before that; the run's page shows them.`] : []),
    ...lines,
    ...sayTogether(held, all.length, canary, "waiting for their turn"),
  ];
}

const isHeld = (execution: Execution) => execution.state === "queued" && execution.notBefore >= HELD_UNTIL;

interface Batch {
  readonly number: number;
  readonly members: readonly Execution[];
}

function sayTogether(batches: readonly Batch[], count: number, canary: boolean, words: string): readonly string[] {
  const [first] = batches;
  if (!first) return [];
  const members = batches.flatMap((batch) => batch.members);
  const name = batches.length === 1 ? nameOf(first.number, count, canary) : `${batches.length} of ${count} batches`;
  return [`${name}: ${sayNames(members)} ${words}`];
}

function nameOf(number: number, count: number, canary: boolean): string {
  return canary && number === 1 ? "Canary" : `Batch ${number} of ${count}`;
}

function sayMembers(members: readonly Execution[]): string {
  if (members.length <= NAMES) return members.map((one) => `${one.agentName} ${STATE_WORDS[one.state]}`).join(", ");
  const counts = new Map<string, number>();
  for (const { state } of members) counts.set(STATE_WORDS[state], (counts.get(STATE_WORDS[state]) ?? 0) + 1);
  return [...counts].map(([word, count]) => `${count} ${word}`).join(", ");
}

function sayNames(members: readonly Execution[]): string {
  return members.length <= NAMES ? members.map((one) => one.agentName).join(", ") : `${members.length} machines`;
}
