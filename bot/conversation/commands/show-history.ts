import { describeMs } from "../../../core/kernel/duration.ts";
import { canonicalJson, type JsonObject } from "../../../core/kernel/json.ts";
import type { Card } from "../../../core/model/card.ts";
import type { Page } from "../../../core/model/page.ts";
import type { Run } from "../../../core/model/run.ts";
import { failureCauses } from "../failure-causes.ts";
import { instantOf, sayDayAndTime, sayInstant } from "../local-time.ts";
import { causesTable } from "../replies/causes-table.ts";
import { sayWhere } from "../replies/say-machines.ts";
import { infoCard } from "../replies/simple-cards.ts";
import type { ConversationServices } from "../services.ts";
import { answerWith, type Resolution, type Turn } from "../turn.ts";
import type { Command } from "./command.ts";
import { findTask } from "./find-task.ts";
import { meantMachines } from "./meant-machines.ts";
import { answerDidItRun, showMissed } from "./show-ledger.ts";

const SHOWN = 20;
const COUNTED = 500;
const LOOKED_INTO = 100;

/** Words for a state, as people say them, to the run states they mean. */
const STATUS: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    failed: ["failed"],
    failure: ["failed"],
    succeeded: ["succeeded"],
    success: ["succeeded"],
    ok: ["succeeded"],
    running: ["running"],
    active: ["running"],
    queued: ["running"],
    cancelled: ["cancelled"],
    unknown: ["unknown"],
    missed: ["missed"],
    skipped: ["skipped"],
  }),
);

const NOTHING: Readonly<Record<string, string>> = {
  failed: "Nothing failed",
  succeeded: "Nothing succeeded",
  running: "Nothing is running",
  cancelled: "Nothing was cancelled",
  unknown: "Nothing has an unknown end",
  missed: "Nothing was missed",
  skipped: "Nothing was skipped",
};

interface Interval {
  readonly from?: number;
  readonly to?: number;
}

/** "what ran today", "what failed last night": the interval as understood, the counts, and the runs with their ids. */
export const showHistory: Command = async (turn, services) => {
  const interval = intervalOf(turn);
  return (await askLedger(turn, services, interval)) ?? (await listHistory(turn, services, interval));
};

async function listHistory(turn: Turn, services: ConversationServices, interval: Interval): Promise<Resolution> {
  const status = turn.frame.query?.status;
  const states = status === undefined ? undefined : STATUS.get(status.toLowerCase());
  const all = await listRuns(turn, services, interval);
  if ("card" in all) return answerWith(all.card);
  // Few that failed may be older than the many that are counted.
  const found = states && all.next !== undefined ? await listRuns(turn, services, interval, states) : all;
  if ("card" in found) return answerWith(found.card);
  const wanted = found.items.filter((run) => !states || states.includes(run.state));
  const last = turn.frame.query?.last;
  const shown = wanted.slice(0, Math.min(last ?? SHOWN, SHOWN));
  const counts = countWords(all.items, all.next !== undefined);
  const lines = [intervalWords(interval, turn), counts, ...(await usualLine(wanted, turn, services))];
  if (status !== undefined && !states) lines.push(`I do not know the state "${status}", so all are shown.`);
  if (shown.length === 0) {
    const nothing = (status !== undefined && NOTHING[states?.[0] ?? ""]) || "Nothing ran";
    return answerWith(infoCard(nothing, lines));
  }
  if (states?.join() === "failed") return await listCauses(wanted, lines, turn, services);
  return await listWanted(
    shown,
    { wanted: wanted.length, more: found.next !== undefined, states, lines },
    turn,
    services,
  );
}

interface Listed {
  readonly wanted: number;
  /** Than were counted. */
  readonly more: boolean;
  readonly states: readonly string[] | undefined;
  readonly lines: readonly string[];
}

async function listWanted(
  shown: readonly Run[],
  { wanted, more, states, lines }: Listed,
  turn: Turn,
  services: ConversationServices,
): Promise<Resolution> {
  const rows = await Promise.all(shown.map((run) => rowOf(run, turn, services)));
  const moreRows = wanted - shown.length;
  const words = [`${wanted}${more ? "+" : ""}`, states?.join(" or "), wanted === 1 ? "run" : "runs"];
  const card = infoCard(words.filter((word) => word !== undefined).join(" "), lines, {
    table: { columns: ["Id", "When", "What", "Where", "State", "By"], rows, ...(moreRows > 0 && { moreRows }) },
    link: "/runs",
  });
  const lastList = shown.map((run) => run.id);
  // Looking at a list does not change what "that" means, unless the question had exactly one answer.
  const [only, second] = turn.frame.query?.status === undefined ? [] : shown;
  return answerWith(card, only && !second ? { lastList, lastRun: only.id, lastTask: only.taskId } : { lastList });
}

/** "How long does it usually take": where all that is listed is of one kind. */
async function usualLine(
  runs: readonly Run[],
  { frame, now }: Turn,
  { runQueries }: Pick<ConversationServices, "runQueries">,
): Promise<readonly string[]> {
  const [first] = runs;
  if (frame.intent !== "stats.show" || !first || runs.some((run) => run.action !== first.action)) return [];
  const usual = await runQueries.usualTime(first, now);
  if (!usual) return ["Too few of them ended well to say how long it usually takes."];
  const { count, highMs, lowMs, medianMs } = usual;
  return [
    `It usually takes ${describeMs(medianMs)}; half of the last ${count} took ${describeMs(lowMs)} to ${describeMs(highMs)}.`,
  ];
}

/** What schedules expected: "what was missed", and "did the backup run" where that is about one. */
async function askLedger(
  turn: Turn,
  services: ConversationServices,
  interval: Interval,
): Promise<Resolution | undefined> {
  const { status, task, agent, owner } = turn.frame.query ?? {};
  if (agent !== undefined || owner !== undefined) return undefined;
  const said = task === undefined ? undefined : await findTask(task, turn, services);
  const found = said && "task" in said ? said.task : undefined;
  if (task !== undefined && !found?.schedule) return undefined;
  const filter = { ...interval, ...(found && { taskId: found.id }) };
  const asked = { filter, interval: intervalWords(interval, turn) };
  if (status === "missed") return await showMissed(turn, services, asked);
  return found && status === undefined ? await answerDidItRun(found, turn, services, asked) : undefined;
}

function intervalOf({ frame, timeZone }: Turn): Interval {
  const { from, to } = frame.query ?? {};
  const start = from === undefined ? undefined : instantOf(from, timeZone);
  const end = to === undefined ? undefined : instantOf(to, timeZone);
  return { ...(start !== undefined && { from: start }), ...(end !== undefined && { to: end }) };
}

/** Runs of the interval; narrowed to a machine, a place, a task, or what was done, where one was named. */
async function listRuns(
  turn: Turn,
  services: ConversationServices,
  interval: Interval,
  state?: readonly string[],
): Promise<Page<Run> | { readonly card: Card }> {
  const { query = {}, action } = turn.frame;
  const { task, owner } = query;
  const taskId = task !== undefined && /^(t-)?\d+$/i.test(task) ? `T-${task.replace(/^t-/i, "")}` : undefined;
  const mine = owner === "me" ? turn.incoming.actor.userId : undefined;
  const filter = {
    ...interval,
    ...(state && { state }),
    ...(taskId && { taskId }),
    ...(mine !== undefined && { requestedBy: mine }),
    ...(action !== undefined && { action }),
  };
  const page = await services.runQueries.listRuns(filter, { limit: COUNTED });
  const said = { ...page, items: page.items.filter((run) => hasParams(run, turn.frame.params)) };
  const places = placesOf(turn, services);
  if (!places || "card" in places) return places ?? said;
  const lists = await Promise.all(
    places.machines.map(({ id }) => services.runQueries.listExecutions({ agentId: id }, { limit: COUNTED })),
  );
  const runIds = new Set<string>(lists.flatMap(({ items }) => items.map((execution) => execution.runId)));
  return { ...said, items: said.items.filter((run) => runIds.has(run.id)) };
}

/** The machines that were named; undefined: none were. */
function placesOf({ frame }: Turn, { machines }: Pick<ConversationServices, "machines">) {
  const agent = frame.query?.agent?.toLowerCase();
  const named = agent === undefined ? undefined : machines.all().find((one) => one.name === agent);
  if (named) return { machines: [named] };
  const { ref: _other, ...said } = frame;
  return frame.targets && frame.targets.include.length > 0 ? meantMachines({ frame: said }, machines.all()) : undefined;
}

/** "restarted nginx": the same action may be done to other things. */
function hasParams(run: Run, params: JsonObject = {}): boolean {
  return Object.entries(params).every(([name, value]) => canonicalJson(run.params[name]) === canonicalJson(value));
}

/** What failed, one line for each cause, so that a night of one full disk is one line. */
async function listCauses(
  failed: readonly Run[],
  lines: readonly string[],
  turn: Turn,
  services: ConversationServices,
): Promise<Resolution> {
  const looked = failed.slice(0, LOOKED_INTO);
  const causes = failureCauses(
    await Promise.all(
      looked.map(async (run) => ({ run, executions: await services.runQueries.executionsOf(run.id, SHOWN) })),
    ),
  );
  const lastList = causes.flatMap(({ runs: [latest] }) => latest?.id ?? []);
  const [only, second] = causes;
  const context = only && !second ? { lastRun: only.runs[0]?.id, lastTask: only.runs[0]?.taskId } : {};
  const more = failed.length > looked.length ? [`Of the latest ${looked.length} failures.`] : [];
  const names = `${failed.length} failed ${failed.length === 1 ? "run" : "runs"}`;
  const card = infoCard(causes.length > 1 ? `${names}, ${causes.length} causes` : names, [...lines, ...more], {
    table: causesTable(causes.slice(0, SHOWN), turn, services),
    link: "/runs",
  });
  return answerWith({ ...card, tone: "attention" }, { lastList, ...context });
}

function intervalWords({ from, to }: Interval, { timeZone, now }: Turn): string {
  const end = to === undefined || to > now ? "now" : sayDayAndTime(to, timeZone, now);
  if (from === undefined) return to === undefined ? `The newest first, ${timeZone}.` : `Until ${end}, ${timeZone}.`;
  return `${sayDayAndTime(from, timeZone, now)} to ${end}, ${timeZone}.`;
}

function countWords(runs: readonly Run[], more: boolean): string {
  const counts = new Map<string, number>();
  for (const run of runs) counts.set(run.state, (counts.get(run.state) ?? 0) + 1);
  const parts = [...counts].map(([state, count]) => `${count} ${state}`);
  const total = more ? `more than ${COUNTED} expected, of the newest` : `${runs.length} expected`;
  return parts.length === 0 ? `${total}.` : `${total}: ${parts.join(", ")}.`;
}

async function rowOf(run: Run, { timeZone, now }: Turn, services: ConversationServices) {
  const executions = run.executionCount > 0 ? await services.runQueries.executionsOf(run.id, 3) : [];
  const names = executions.map((execution) => execution.agentName);
  const where = run.executionCount > 2 ? `${run.executionCount} machines` : sayWhere(names);
  const title = services.plugins.find(run.action)?.action.title ?? run.action;
  const who = run.trigger === "schedule" ? "schedule" : run.requestedByName;
  return [run.id, sayInstant(run.createdAt, timeZone, now), title, where, run.state, who];
}
