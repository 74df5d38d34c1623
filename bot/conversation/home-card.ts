import type { Card, CardTable } from "../../core/model/card.ts";
import { decideAccess } from "../../core/model/permission.ts";
import type { Task } from "../../core/model/task.ts";
import type { Actor } from "../../core/model/user.ts";
import { pendingTable } from "../../core/store/tables/conversation-table.ts";
import { sayDayAndTime, sayInstant } from "./local-time.ts";
import { decodeAsked } from "./question-log.ts";
import { sayTargets } from "./replies/say-targets.ts";
import type { ConversationServices } from "./services.ts";

const MOST = 10;
/** What failed before is for the history. */
const LATELY_MS = 7 * 24 * 60 * 60_000;
/** Each has two buttons, and a row has room for five. */
const MOST_ASKED = 2;

type Sources = Pick<
  ConversationServices,
  "store" | "clock" | "taskQueries" | "runQueries" | "machines" | "rooms" | "approvalQueries" | "users"
>;

/**
 * What a person wants to see first: what waits for them, what failed lately, the next runs, their tasks, the machines.
 * Cards of the same kind as in a conversation, so that every channel can show them.
 */
export async function homeCards(sources: Sources, actor: Actor, timeZone: string): Promise<readonly Card[]> {
  const now = sources.clock.now();
  const [asked, waiting, failed, tasks, coming] = await Promise.all([
    approvalsCard(sources, actor, timeZone, now),
    waitingCard(sources, actor, now),
    failedCard(sources, timeZone, now),
    tasksCard(sources, actor, timeZone, now),
    comingCard(sources, timeZone, now),
  ]);
  const means = await meaningsCard(sources);
  return [...(asked ? [asked] : []), waiting, failed, coming, tasks, machinesCard(sources), ...(means ? [means] : [])];
}

/** What others ask this person for, each to be answered right here; undefined while there is nothing. */
async function approvalsCard(
  { approvalQueries }: Sources,
  actor: Actor,
  timeZone: string,
  now: number,
): Promise<Card | undefined> {
  if (!decideAccess(actor, { name: "approval.decide" }).allowed) return undefined;
  const open = (await approvalQueries.pending(now)).filter(({ approval }) => approval.askerId !== actor.userId);
  if (open.length === 0) return undefined;
  const shown = open.slice(0, MOST_ASKED).map(({ approval }) => approval);
  const lines = shown.map(({ action, askerName, expiresAt, id, machines, text }) => {
    const where = machines.length === 1 ? (machines[0]?.name ?? "") : `${machines.length} machines`;
    const until = sayInstant(expiresAt, timeZone, now);
    return `${id}: ${askerName}, ${text === "" ? action : `"${text}"`}, on ${where}, until ${until}`;
  });
  const buttons = shown.flatMap(({ id }) => [
    { label: `Approve ${id}`, say: `approve ${id}`, style: "primary" as const },
    { label: `Refuse ${id}…`, say: `refuse ${id}` },
  ]);
  const headline = `${open.length} ${open.length === 1 ? "request waits" : "requests wait"} for your approval`;
  return { tone: "question", headline, lines, buttons, link: "/approvals" };
}

async function waitingCard({ store }: Sources, actor: Actor, now: number): Promise<Card> {
  const where = { user_id: actor.userId ?? "", state: "open", expires_at: { gt: now } };
  const rows = await store.select(pendingTable, { where, orderBy: [{ column: "seq", descending: true }], limit: MOST });
  const lines = rows.map((row) => {
    const asked = decodeAsked(row);
    return `${row.id}: ${asked.ok ? asked.value.text : "a question"}`;
  });
  if (lines.length === 0) return { tone: "info", headline: "Nothing waits for you", lines: [] };
  const headline = lines.length === 1 ? "1 question waits for you" : `${lines.length} questions wait for you`;
  return { tone: "question", headline, lines };
}

async function failedCard({ runQueries }: Sources, timeZone: string, now: number): Promise<Card> {
  const filter = { state: ["failed", "unknown"], from: now - LATELY_MS } as const;
  const { items } = await runQueries.listRuns(filter, { limit: MOST });
  if (items.length === 0) return { tone: "success", headline: "Nothing failed lately", lines: [] };
  const rows = items.map((run) => {
    const end = run.state === "unknown" ? "not known how it ended" : run.state;
    return [run.id, run.action, run.requestedByName, end, sayInstant(run.dueAt, timeZone, now)];
  });
  const table: CardTable = { columns: ["Run", "What", "Who", "End", "When"], rows };
  return { tone: "failure", headline: "Failed lately", lines: [], table, link: "/runs" };
}

async function tasksCard({ taskQueries }: Sources, actor: Actor, timeZone: string, now: number): Promise<Card> {
  const filter = { ownerId: actor.userId ?? "", state: ["active", "paused"] };
  const { items } = await taskQueries.list(filter, { limit: MOST });
  if (items.length === 0) return { tone: "info", headline: "No task of yours will run", lines: [], link: "/tasks" };
  const lines = items.map((task) => `${task.id} ${task.name}: ${sayStanding(task, timeZone, now)}`);
  return { tone: "info", headline: "Your tasks", lines, link: "/tasks" };
}

/** "next Mon 09:00 (Europe/Paris)", "paused until Thu 09:00 (Europe/Paris)", "under way". */
function sayStanding({ nextDueAt, pausedUntil, state }: Task, timeZone: string, now: number): string {
  const at = (instant: number) => `${sayDayAndTime(instant, timeZone, now)} (${timeZone})`;
  if (state === "paused") return pausedUntil === undefined ? "paused" : `paused until ${at(pausedUntil)}`;
  return nextDueAt === undefined ? "under way" : `next ${at(nextDueAt)}`;
}

/** Of everybody: what will happen on the machines without anybody asking again. */
async function comingCard({ taskQueries, users }: Sources, timeZone: string, now: number): Promise<Card> {
  const coming = await taskQueries.comingUp(MOST);
  if (coming.length === 0) return { tone: "info", headline: "Nothing is scheduled", lines: [], link: "/tasks" };
  const names = new Map((await users.all()).map(({ id, name }) => [id, name]));
  const lines = coming.map(({ id, name, nextDueAt = now, ownerId }) => {
    const when = `${sayDayAndTime(nextDueAt, timeZone, now)} (${timeZone})`;
    return `${when}: ${name} (${id} of ${names.get(ownerId) ?? "somebody who is gone"})`;
  });
  return { tone: "info", headline: "Next runs", lines, link: "/tasks" };
}

/** What channels mean where no place is named; undefined while none means anything. */
async function meaningsCard({ rooms }: Sources): Promise<Card | undefined> {
  const all = (await rooms.all("default")).filter(({ name }) => name !== "").slice(0, MOST);
  const lines = all.map(({ name, value, byName }) => `${name} means ${sayTargets(value.targets)} (said by ${byName})`);
  return lines.length === 0 ? undefined : { tone: "info", headline: "What channels mean", lines };
}

function machinesCard({ machines }: Sources): Card {
  const all = machines.all().filter((machine) => machine.state !== "disabled");
  const away = all.filter((machine) => machine.liveness !== "online").map((machine) => machine.name);
  const headline = `${all.length - away.length} of ${all.length} machines are connected`;
  const lines =
    away.length === 0 ? [] : [`Not connected: ${away.slice(0, MOST).join(", ")}${away.length > MOST ? " …" : ""}`];
  return { tone: away.length === 0 ? "success" : "attention", headline, lines, link: "/agents" };
}
