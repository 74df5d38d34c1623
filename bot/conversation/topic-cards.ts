import type { ApprovalView } from "../../core/approvals/approval-queries.ts";
import { isOctopusError } from "../../core/kernel/errors.ts";
import type { Card } from "../../core/model/card.ts";
import { LARGEST_PAGE_SIZE } from "../../core/model/page.ts";
import type { Execution, Run } from "../../core/model/run.ts";
import { approvalView } from "./approval-views.ts";
import { streakOf } from "./failure-streak.ts";
import { sayInstant } from "./local-time.ts";
import { shouldPost } from "./notify-decision.ts";
import { zoneOfConversation } from "./reader-zone.ts";
import { approvalCard } from "./replies/approval-card.ts";
import { pauseCard } from "./replies/pause-card.ts";
import { runCard } from "./replies/run-card.ts";
import type { RunView } from "./replies/run-view.ts";
import { schedulerCard } from "./replies/scheduler-card.ts";
import { taskCard } from "./replies/task-card.ts";
import { readRunView } from "./run-views.ts";
import type { ConversationServices } from "./services.ts";
import { taskView } from "./task-views.ts";

type Sources = Pick<
  ConversationServices,
  | "store"
  | "clock"
  | "runQueries"
  | "taskQueries"
  | "machines"
  | "plugins"
  | "saySchedule"
  | "schedulerWatch"
  | "approvalQueries"
  | "users"
  | "rooms"
  | "places"
  | "timeZone"
>;

export interface TopicCard {
  readonly card: Card;
  /** Whether it is worth a message of its own where none shows it yet. */
  readonly post: boolean;
  /** The run that it shows, and the same card for whoever reads times in another zone. */
  readonly of?: {
    readonly run: Run;
    readonly executions: readonly Execution[];
    readonly cardIn: (timeZone: string) => Card;
  };
  /** The approval that it shows. */
  readonly asks?: ApprovalView;
}

/** Renders what a topic is about from its present state. */
export class TopicCards {
  readonly #sources: Sources;

  constructor(sources: Sources) {
    this.#sources = sources;
  }

  /** Undefined: what it was about is gone, or the topic is of no known kind. */
  async render(topic: string, conversationId: string): Promise<TopicCard | undefined> {
    const [kind, id = "", detail = ""] = topic.split(":");
    try {
      if (kind === "run") return await this.#run(id, await zoneOfConversation(this.#sources, conversationId));
      if (kind === "scheduler")
        return this.#scheduler(Number(id), await zoneOfConversation(this.#sources, conversationId));
      if (kind === "pause") return await this.#pause(id, detail);
      if (kind === "approval") return await this.#approval(id, await zoneOfConversation(this.#sources, conversationId));
      return kind === "task"
        ? await this.#task(id, await zoneOfConversation(this.#sources, conversationId))
        : undefined;
    } catch (error) {
      if (isOctopusError(error, "run.not-found") || isOctopusError(error, "task.not-found")) return undefined;
      if (isOctopusError(error, "approval.not-found")) return undefined;
      throw error;
    }
  }

  #scheduler(since: number, timeZone: string): TopicCard {
    const { clock, schedulerWatch } = this.#sources;
    const view = { since, timeZone, isStopped: schedulerWatch.isStopped, now: clock.now() };
    return { card: schedulerCard(view), post: true };
  }

  /** As whoever asked sees it. */
  async #approval(id: string, timeZone: string): Promise<TopicCard> {
    const { approvalQueries, clock, users } = this.#sources;
    const asks = await approvalQueries.get(id);
    const { askerId } = asks.approval;
    const approvers = (await approvalQueries.approversFor(askerId)).map(({ name }) => name);
    const mayOverride = (await users.all()).some((user) => user.id === askerId && user.role === "admin");
    const view = approvalView(this.#sources, asks, { approvers, mayOverride, timeZone, now: clock.now() });
    return { card: approvalCard({ ...view, viewer: "asker" }), post: true, asks };
  }

  async #pause(id: string, lastRun: string): Promise<TopicCard> {
    const task = await this.#sources.taskQueries.get(id);
    const title = this.#sources.plugins.find(task.action)?.action.title ?? task.action;
    return { card: pauseCard(task, title, lastRun), post: true };
  }

  async #run(id: string, timeZone: string): Promise<TopicCard> {
    const view = await readRunView(this.#sources, id, timeZone);
    const { run, executions } = view;
    const cardIn = (zone: string) => runCard({ ...view, timeZone: zone });
    return { card: runCard(view), post: await this.#worthPosting(view), of: { run, executions, cardIn } };
  }

  async #worthPosting({ run, executions }: RunView): Promise<boolean> {
    const root = run.rootRunId === undefined ? run : await this.#sources.runQueries.getRun(run.rootRunId);
    if (root.trigger !== "schedule") return true;
    const task = await this.#sources.taskQueries.get(run.taskId);
    const attention = executions.some((execution) => execution.response?.attention === true);
    const { risk, state } = run;
    const { notify = [] } = task.policy;
    const recovered = notify.length > 0 && state === "succeeded" && (await this.#hasRecovered(root));
    return shouldPost({
      trigger: "schedule",
      risk,
      state,
      attention,
      first: task.firedCount <= 1,
      recovered,
      notify,
    });
  }

  async #hasRecovered({ id, taskId }: Run): Promise<boolean> {
    const { items } = await this.#sources.runQueries.listRuns({ taskId }, { limit: LARGEST_PAGE_SIZE });
    return streakOf(items, id).recovered;
  }

  async #task(id: string, timeZone: string): Promise<TopicCard> {
    const { taskQueries, runQueries, clock } = this.#sources;
    const now = clock.now();
    const task = await taskQueries.get(id);
    const [last] = (await runQueries.listRuns({ taskId: id }, { limit: 1 })).items;
    const ended = last && `${last.id} ${last.state}, ${sayInstant(last.dueAt, timeZone, now)}`;
    return { card: taskCard(taskView(this.#sources, { timeZone, now }, task, ended)), post: false };
  }
}
