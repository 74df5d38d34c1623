import type { NoticePlace } from "../../core/channels/notice-places.ts";
import { canonicalJson } from "../../core/kernel/json.ts";
import type { Card } from "../../core/model/card.ts";
import { LARGEST_PAGE_SIZE } from "../../core/model/page.ts";
import type { Execution, Run } from "../../core/model/run.ts";
import type { Task } from "../../core/model/task.ts";
import type { Writer } from "../../core/store/rows.ts";
import { type ConversationRow, conversationTable, messageTable } from "../../core/store/tables/conversation-table.ts";
import { encodeContext } from "./conversation-context.ts";
import { type Streak, streakOf } from "./failure-streak.ts";
import { hold, isHeld } from "./held-notices.ts";
import type { MessageLog } from "./message-log.ts";
import { noticeThread } from "./notice-thread.ts";
import { wantsNotice } from "./notify-decision.ts";
import { plainCard } from "./plain-text.ts";
import { quietAt, quietUntil } from "./quiet-hours.ts";
import { zoneOfPlace } from "./reader-zone.ts";
import { noticeCard } from "./replies/notice-card.ts";
import type { ConversationServices } from "./services.ts";

type Services = "runQueries" | "taskQueries" | "rooms" | "clock" | "store" | "randomness" | "places" | "timeZone";
interface Deps extends Pick<ConversationServices, Services> {
  readonly messages: MessageLog;
}

/** A card for somebody who asked to be told. */
export interface Notice {
  readonly place: NoticePlace;
  readonly card: Card;
  /** Names the run and the place: it is told there once, and corrected where it was told. */
  readonly topic: string;
  /** The topic under which the failure right before was told there: its thread goes on. */
  readonly follows: string | undefined;
  /** False: only what was told of it before is corrected, such as the end of a run whose end was not known. */
  readonly isNew: boolean;
  /** It waits until then, because it is quiet there. */
  readonly until?: number;
  /** In which the times of the card are. */
  readonly timeZone: string;
  readonly run: Run;
  readonly task: Task;
}

interface Ended {
  readonly run: Run;
  readonly executions: readonly Execution[];
  /** Its card, for people who read times in this zone. */
  readonly cardIn: (timeZone: string) => Card;
}

/** Tells those whom a task names of the end of its runs, each once, in the unit that notes the end as shown. */
export class RunNotices {
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** Whom to tell what now. Empty while it runs, and for all but the last step of a chain. Reads only. */
  async of({ run, executions, cardIn }: Ended, originId: string): Promise<readonly Notice[]> {
    const { places, runQueries, taskQueries, store } = this.#deps;
    if (!places || run.state === "running" || run.nextStep !== undefined) return [];
    const task = await taskQueries.get(run.taskId);
    const { notify = [] } = task.policy;
    if (notify.length === 0) return [];
    const chain = run.steps.length > 0 ? await runQueries.chainOf(run) : [run];
    if (chain.at(-1)?.id !== run.id) return [];
    const rootId = run.rootRunId ?? run.id;
    const runs = await runQueries.listRuns({ taskId: task.id }, { limit: LARGEST_PAGE_SIZE });
    const streak = streakOf(runs.items, rootId);
    const attention = executions.some((execution) => execution.response?.attention === true);
    const outcome = { state: run.state, attention, recovered: streak.recovered, failed: streak.failed };
    const [origin] = await store.select(conversationTable, { where: { id: originId } });
    const notices = new Map<string, Notice>();
    for (const one of notify) {
      const place = await places.find(one, task.ownerId);
      if (!place || showsItAnyway(origin, place, run)) continue;
      const timeZone = await zoneOfPlace(this.#deps, place);
      const notice = noticeAt(place, { run, task, streak, rootId, card: cardIn(timeZone), timeZone });
      const isNew = wantsNotice(one.on, outcome) || notices.get(notice.topic)?.isNew === true;
      const until = await this.#until(place, task, streak.failed);
      notices.set(notice.topic, { ...notice, isNew, ...(until !== undefined && { until }) });
    }
    return [...notices.values()];
  }

  /** When it is quiet there; what failed of what is urgent does not wait. */
  async #until(place: NoticePlace, { policy }: Task, failed: boolean): Promise<number | undefined> {
    if (failed && policy.priority === "high") return undefined;
    const { clock, places, rooms } = this.#deps;
    const quiet = await quietAt(rooms, place, await places?.roomIdOf(place));
    return quiet && quietUntil(quiet.value, clock.now());
  }

  /** In the unit. Also corrects what was told of this run before, where that has changed. */
  async tell(writer: Writer, notice: Notice, now: number): Promise<void> {
    const { messages } = this.#deps;
    const { topic, card } = notice;
    const [told] = await writer.select(messageTable, { where: { topic }, limit: 1 });
    if (!told) {
      if (!notice.isNew || (await isHeld(writer, topic))) return;
      const { place, run, until } = notice;
      if (until !== undefined) return await hold(writer, { topic, runId: run.id, place }, { now, until });
      await messages.post(writer, await this.#conversation(writer, notice, now), { card, topic }, now);
    } else if (canonicalJson(told.card) !== canonicalJson(plainCard(card))) {
      await messages.edit(writer, told.id, { card }, now);
    }
  }

  /** The one of the failures before, else one of its own; "why" said in it means this run. */
  async #conversation(writer: Writer, { place, follows, run, task, timeZone }: Notice, now: number): Promise<string> {
    const said = { lastRun: run.id, lastTask: task.id, timeZone };
    const context = encodeContext(said);
    const id = await this.#known(writer, place, follows);
    if (id !== undefined) {
      const [known] = await writer.select(conversationTable, { where: { id } });
      const change = { context: { ...known?.context, ...context }, updated_at: now };
      await writer.update(conversationTable, { id }, change);
      return id;
    }
    const { channel, base, userId } = place;
    const title = `Notices of ${task.name}`;
    const thread = { channel, base, userId, name: run.id, title, context: said };
    return await noticeThread(writer, this.#deps.randomness, thread, now);
  }

  async #known(writer: Writer, { base, channel }: NoticePlace, follows: string | undefined) {
    if (channel === "web") {
      const [own] = await writer.select(conversationTable, { where: { channel, address: base } });
      return own?.id;
    }
    if (follows === undefined) return undefined;
    const [before] = await writer.select(messageTable, { where: { topic: follows }, limit: 1 });
    return before?.conversation_id;
  }
}

function noticeAt(
  place: NoticePlace,
  told: Pick<Notice, "run" | "card" | "task" | "timeZone"> & { readonly streak: Streak; readonly rootId: string },
): Omit<Notice, "isNew" | "until"> {
  const { run, task, streak, rootId, timeZone } = told;
  const topicOf = (id: string) => `told:${id}:${place.channel}:${place.base}`;
  const follows = streak.lastFailedId === undefined ? undefined : topicOf(streak.lastFailedId);
  return { place, card: noticeCard(told.card, task, streak), topic: topicOf(rootId), follows, run, task, timeZone };
}

/** Their own conversation of the console; a direct message only for a schedule, whose runs each are a new message. */
function showsItAnyway(origin: ConversationRow | undefined, place: NoticePlace, run: Run): boolean {
  if (!origin || place.userId === "" || origin.user_id !== place.userId) return false;
  if (place.channel === "web") return true;
  const isDirect = origin.address.split("/").length === 2;
  return origin.channel === place.channel && isDirect && run.trigger === "schedule";
}
