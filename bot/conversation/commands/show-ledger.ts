import { describeMs } from "../../../core/kernel/duration.ts";
import type { Card } from "../../../core/model/card.ts";
import type { Run } from "../../../core/model/run.ts";
import type { Task } from "../../../core/model/task.ts";
import type { LedgerCounts, LedgerFilter } from "../../../core/schedules/ledger-queries.ts";
import { sayDayAndTime, sayInstant } from "../local-time.ts";
import { infoCard } from "../replies/simple-cards.ts";
import type { ConversationServices } from "../services.ts";
import { answerWith, type Resolution, type Turn } from "../turn.ts";

const SHOWN = 20;

/** "what was missed last night": what schedules expected, how it came out, and each miss with its reason. */
export async function showMissed(
  turn: Turn,
  services: Pick<ConversationServices, "ledger" | "plugins">,
  asked: { readonly filter: LedgerFilter; readonly interval: string },
): Promise<Resolution> {
  const { ledger, plugins } = services;
  const counts = await ledger.counts(asked.filter);
  const page = await ledger.list({ ...asked.filter, missed: true }, { limit: SHOWN });
  const lines = [asked.interval, countWords(counts)];
  if (page.items.length === 0) return answerWith(infoCard("Nothing was missed", lines));
  const rows = page.items.map((run) => [
    run.id,
    dueWords(run, turn),
    `${run.taskId} ${plugins.find(run.action)?.action.title ?? run.action}`,
    run.cause ?? "",
    run.reason ?? "",
  ]);
  const missed = page.items.reduce((sum, run) => sum + (run.dueCount ?? 1), 0);
  const more = page.next === undefined ? "" : "+";
  const card = infoCard(`${missed}${more} ${missed === 1 ? "run was" : "runs were"} missed`, lines, {
    table: { columns: ["Id", "Due", "Task", "Cause", "Why"], rows },
    link: "/runs",
  });
  const lastList = page.items.map((run) => run.id);
  const [only, second] = page.items;
  return answerWith(
    { ...card, tone: "attention" },
    only && !second ? { lastList, lastRun: only.id, lastTask: only.taskId } : { lastList },
  );
}

/** "did the backup run last night?": yes or no first, from the latest due time of the interval. */
export async function answerDidItRun(
  task: Task,
  turn: Turn,
  services: Pick<ConversationServices, "ledger">,
  asked: { readonly filter: LedgerFilter; readonly interval: string },
): Promise<Resolution | undefined> {
  const { items } = await services.ledger.list({ ...asked.filter, taskId: task.id }, { limit: SHOWN });
  const [latest] = items;
  if (!latest) return undefined;
  const card: Card = {
    tone: latest.state === "succeeded" ? "success" : latest.state === "running" ? "running" : "attention",
    headline: headlineOf(task, latest),
    lines: [sentenceOf(latest, turn), asked.interval],
    ...(items.length > 1 && { table: tableOf(items, turn) }),
    id: latest.id,
    link: `/runs/${latest.id}`,
    buttons: [{ label: "Why", say: `why ${latest.id}` }],
  };
  return answerWith(card, { lastRun: latest.id, lastTask: task.id });
}

function headlineOf({ id, name }: Task, run: Run): string {
  const what = `${id} (${name})`;
  if (run.state === "succeeded") return `Yes: ${what} ran${run.cause === "late" ? ", late" : ""}, and well`;
  if (run.state === "running") return `${what} is running now`;
  if (run.state === "missed" || run.state === "skipped" || run.cause === "expired") return `No: ${what} did not run`;
  return run.state === "unknown" ? `${what} ran, and nobody knows how it ended` : `${what} ran and ${run.state}`;
}

/** Due when, begun when, and why not. */
function sentenceOf(run: Run, turn: Turn): string {
  const due = `It was due ${dueWords(run, turn)}`;
  if (run.state === "missed" || run.state === "skipped")
    return `${due}. ${run.reason ?? ""} (${run.cause ?? run.state})`;
  const late = run.createdAt - run.dueAt;
  const began = run.cause === "late" ? `${due}, and ran ${describeMs(late)} late` : due;
  const ended = run.finishedAt === undefined ? "" : `, over at ${sayInstant(run.finishedAt, turn.timeZone, turn.now)}`;
  return `${began}${ended}.`;
}

function tableOf(items: readonly Run[], turn: Turn) {
  const rows = items.map((run) => [run.id, dueWords(run, turn), run.state, run.cause ?? "", run.reason ?? ""]);
  return { columns: ["Id", "Due", "State", "Cause", "Why"], rows };
}

function dueWords({ dueAt, dueSince, dueCount = 1 }: Run, { timeZone, now }: Turn): string {
  const last = sayInstant(dueAt, timeZone, now);
  if (dueSince === undefined || dueCount === 1) return last;
  return `${dueCount} times, ${sayDayAndTime(dueSince, timeZone, now)} to ${sayDayAndTime(dueAt, timeZone, now)}`;
}

function countWords({ expected, byState }: LedgerCounts): string {
  const parts = [...byState].map(([state, count]) => `${count} ${state}`);
  return expected === 0 ? "No schedule expected anything." : `${expected} expected of schedules: ${parts.join(", ")}.`;
}
