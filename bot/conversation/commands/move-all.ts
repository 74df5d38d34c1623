import type { CancelOutcome } from "../../../core/executions/cancel-executions.ts";
import { isOctopusError } from "../../../core/kernel/errors.ts";
import type { Card } from "../../../core/model/card.ts";
import type { Page } from "../../../core/model/page.ts";
import type { Writer } from "../../../core/store/rows.ts";
import { sayTargets } from "../replies/say-targets.ts";
import { infoCard } from "../replies/simple-cards.ts";
import type { ConversationServices } from "../services.ts";
import { answerWith, type Resolution, type Turn } from "../turn.ts";
import { changePlan } from "./change-plan.ts";
import { meantMachines, sayMachineNames } from "./meant-machines.ts";

type Verb = "pause" | "resume" | "cancel";

/** At most so many at once: one unit of work must end. */
const MOST = 500;
const SHOWN = 5;
const TITLES: Readonly<Record<Verb, string>> = { pause: "Pause", resume: "Resume", cancel: "Cancel" };

/** "pause everything", "resume all tasks", "cancel all tasks": every schedule that is in the way of it, read back first. */
export async function moveAllTasks(verb: Verb, turn: Turn, services: ConversationServices): Promise<Resolution> {
  const state = verb === "resume" ? ["paused"] : verb === "pause" ? ["active"] : ["active", "paused"];
  const tasks = await gather((cursor) => services.taskQueries.list({ state }, cursor));
  if (tasks.length === 0) return answerWith(infoCard(`No task is ${state.join(" or ")}; there is nothing to ${verb}`));
  const { actor } = turn.incoming;
  const title = `${TITLES[verb]} ${counted(tasks.length, "task")}`;
  return changePlan({
    turn,
    title,
    effect: { verb, tasks: tasks.map(({ id }) => id).sort() },
    reasons: [`it concerns ${named(tasks.map(({ id, name }) => `${id} (${name})`))}`],
    act: async (writer) => {
      const { done, others } = await eachOfMine(tasks, ({ id }) => services.tasks[verb](writer, actor, id));
      const lines =
        others > 0
          ? [
              `${others} of others ${others === 1 ? "is" : "are"} as before: you may not change ${others === 1 ? "it" : "them"}.`,
            ]
          : [];
      const card: Card = { tone: "success", headline: `${TITLES[verb]} ${counted(done.length, "task")}`, lines };
      return { replies: [{ card }], context: { lastTask: undefined, lastRun: undefined } };
    },
  });
}

/** "stop everything", "stop everything on web-1", "cancel all queued runs": whatever is under way when it is confirmed. */
export async function cancelAllWork(turn: Turn, services: ConversationServices): Promise<Resolution> {
  const { frame } = turn;
  const queued = frame.query?.status === "queued";
  const { ref: _all, ...place } = frame;
  const meant = meantMachines({ frame: place }, services.machines.all());
  if ("card" in meant) return answerWith(meant.card);
  const where = frame.targets ? ` on ${sayMachineNames(meant.machines)}` : "";
  const cancels =
    frame.targets || queued
      ? await executionsOf(frame.targets && meant.machines.map(({ id }) => id), queued, services)
      : await runsOf(services);
  const what = queued || frame.targets ? "execution" : "run";
  const unknown = queued ? [] : await unknownEnds(frame.targets && meant.machines.map(({ id }) => id), services);
  if (cancels.length === 0) {
    return answerWith(infoCard(`Nothing is ${queued ? "waiting" : "under way"}${where}`, unknown));
  }
  const title = `Cancel ${queued ? "everything that waits" : "everything under way"}${where}`;
  return changePlan({
    turn,
    title,
    // Confirmed in a hurry while work comes and goes: it is about all of it, not about a list.
    effect: { cancels: "all", queued, place: frame.targets ? sayTargets(frame.targets) : null },
    reasons: [`it concerns ${counted(cancels.length, what)} now: ${named(cancels.map(({ id }) => id))}`],
    act: async (writer) => {
      const { done, others } = await eachOfMine(cancels, ({ cancel }) => cancel(writer, turn));
      const card = outcomeCard(done, others);
      return { replies: [{ card: { ...card, lines: [...unknown, ...card.lines] } }], context: {} };
    },
  });
}

/** Throws `access.denied` where none is theirs to steer: what they may stop must not go on because of what they may not. */
async function eachOfMine<One, Done>(all: readonly One[], act: (one: One) => Promise<Done>) {
  const done: Done[] = [];
  let refusal: unknown;
  for (const one of all) {
    try {
      done.push(await act(one));
    } catch (error) {
      // Rights are looked at before anything is written.
      if (!isOctopusError(error, "access.denied")) throw error;
      refusal = error;
    }
  }
  if (done.length === 0 && refusal !== undefined) throw refusal;
  return { done, others: all.length - done.length };
}

interface Cancels {
  readonly id: string;
  readonly cancel: (writer: Writer, turn: Turn) => Promise<CancelOutcome>;
}

async function runsOf({ runQueries, runs }: ConversationServices): Promise<readonly Cancels[]> {
  const running = await gather((cursor) => runQueries.listRuns({ state: ["running"] }, cursor));
  // Between two steps nothing of a chain runs, and the next would begin after all was stopped.
  const between = await gather((cursor) => runQueries.listRuns({ stepsAhead: true }, cursor));
  return [...running, ...between.filter(({ state }) => state !== "running")].map(({ id }) => ({
    id,
    cancel: (writer, { incoming }) => runs.cancelRun(writer, incoming.actor, id),
  }));
}

/** What may still be at work although nobody hears of it cannot be stopped from here, and must not look as if it were. */
async function unknownEnds(agents: readonly string[] | undefined, { runQueries }: ConversationServices) {
  const { items } = await runQueries.listExecutions({ state: ["unknown"] }, { limit: 100 });
  const lost = items.filter(({ agentId }) => agents === undefined || agents.includes(agentId));
  if (lost.length === 0) return [];
  const which = named([...new Set(lost.map(({ agentName, runId }) => `${runId} on ${agentName}`))]);
  return [`Nobody knows whether ${which} still runs: it is not stopped by this. Look there, and say how it ended.`];
}

/** On these machines; undefined means on all of them, and none of them means nothing. */
async function executionsOf(
  agents: readonly string[] | undefined,
  queued: boolean,
  { runQueries, runs }: ConversationServices,
): Promise<readonly Cancels[]> {
  const state = queued ? ["queued"] : ["queued", "offered", "running"];
  const filters = agents?.map((agentId) => ({ state, agentId })) ?? [{ state }];
  const pages = await Promise.all(
    filters.map((filter) => gather((cursor) => runQueries.listExecutions(filter, cursor))),
  );
  return pages
    .flat()
    .slice(0, MOST)
    .map(({ id }) => ({
      id,
      cancel: (writer, { incoming }) => runs.cancelExecution(writer, incoming.actor, id),
    }));
}

async function gather<T>(
  page: (request: { readonly limit: number; readonly cursor?: string }) => Promise<Page<T>>,
): Promise<readonly T[]> {
  const items: T[] = [];
  let cursor: string | undefined;
  do {
    const got = await page({ limit: 100, ...(cursor !== undefined && { cursor }) });
    items.push(...got.items);
    cursor = got.next;
  } while (cursor !== undefined && items.length < MOST);
  return items.slice(0, MOST);
}

function outcomeCard(outcomes: readonly CancelOutcome[], others: number): Card {
  const sum = (of: (one: CancelOutcome) => number) => outcomes.reduce((total, one) => total + of(one), 0);
  const [cancelled, stopping] = [sum((one) => one.cancelled), sum((one) => one.stopping)];
  const lines = [
    ...(cancelled > 0 ? [`${cancelled} had not started and will not.`] : []),
    ...(stopping > 0
      ? [`${stopping} ${stopping === 1 ? "is" : "are"} being stopped; the cards of the runs say when.`]
      : []),
    ...(others > 0
      ? [`${others} of others ${others === 1 ? "goes" : "go"} on: you may not cancel what they asked for.`]
      : []),
    'Schedules go on; "pause all tasks" holds them.',
  ];
  return infoCard(`Cancelling ${cancelled + stopping} of what was under way`, lines);
}

const counted = (count: number, noun: string): string =>
  `${count === MOST ? `the first ${MOST}` : count} ${count === 1 ? noun : `${noun}s`}`;

const named = (names: readonly string[]): string =>
  names.length > SHOWN ? `${names.slice(0, SHOWN).join(", ")} and ${names.length - SHOWN} more` : names.join(", ");
