import type { Page } from "../../../core/model/page.ts";
import type { Run } from "../../../core/model/run.ts";
import { instantOf, sayDayAndTime, sayInstant } from "../local-time.ts";
import { sayWhere } from "../replies/say-machines.ts";
import { infoCard } from "../replies/simple-cards.ts";
import type { ConversationServices } from "../services.ts";
import { answerWith, type Resolution, type Turn } from "../turn.ts";
import type { Command } from "./command.ts";
import { findTask } from "./find-task.ts";
import { answerDidItRun, showMissed } from "./show-ledger.ts";

const SHOWN = 20;
const COUNTED = 500;

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
  const wanted = all.items.filter((run) => !states || states.includes(run.state));
  const last = turn.frame.query?.last;
  const shown = wanted.slice(0, Math.min(last ?? SHOWN, SHOWN));
  const counts = countWords(all.items, all.next !== undefined);
  const lines = [intervalWords(interval, turn), counts];
  if (status !== undefined && !states) lines.push(`I do not know the state "${status}", so all are shown.`);
  if (shown.length === 0) {
    const nothing = (status !== undefined && NOTHING[states?.[0] ?? ""]) || "Nothing ran";
    return answerWith(infoCard(nothing, lines));
  }
  const rows = await Promise.all(shown.map((run) => rowOf(run, turn, services)));
  const moreRows = wanted.length - shown.length;
  const card = infoCard(
    `${wanted.length}${all.next ? "+" : ""} ${states?.join(" or ") ?? ""} ${wanted.length === 1 ? "run" : "runs"}`.replace(
      / +/g,
      " ",
    ),
    lines,
    {
      table: { columns: ["Id", "When", "What", "Where", "State", "By"], rows, ...(moreRows > 0 && { moreRows }) },
      link: "/runs",
    },
  );
  const lastList = shown.map((run) => run.id);
  // Looking at a list does not change what "that" means, unless the question had exactly one answer.
  const [only, second] = status === undefined ? [] : shown;
  return answerWith(card, only && !second ? { lastList, lastRun: only.id, lastTask: only.taskId } : { lastList });
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

/** Runs of the interval; narrowed to a machine or task where one was named. */
async function listRuns(turn: Turn, services: ConversationServices, interval: Interval): Promise<Page<Run>> {
  const { task, agent, owner } = turn.frame.query ?? {};
  const taskId = task !== undefined && /^(t-)?\d+$/i.test(task) ? `T-${task.replace(/^t-/i, "")}` : undefined;
  const mine = owner === "me" ? turn.incoming.actor.userId : undefined;
  const filter = { ...interval, ...(taskId && { taskId }), ...(mine !== undefined && { requestedBy: mine }) };
  const page = await services.runQueries.listRuns(filter, { limit: COUNTED });
  const machine =
    agent === undefined ? undefined : services.machines.all().find((one) => one.name === agent.toLowerCase());
  if (!machine) return page;
  const on = await services.runQueries.listExecutions({ agentId: machine.id }, { limit: COUNTED });
  const runIds = new Set<string>(on.items.map((execution) => execution.runId));
  return { ...page, items: page.items.filter((run) => runIds.has(run.id)) };
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
