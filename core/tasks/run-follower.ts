import { isApproved } from "../approvals/is-approved.ts";
import type { CoreEvents } from "../events/core-events.ts";
import { releaseBatch } from "../executions/advance-rollout.ts";
import { createRun } from "../executions/create-run.ts";
import type { NewRun } from "../executions/new-run.ts";
import { planRun, sparesOf } from "../executions/plan-run.ts";
import { executionOf } from "../executions/run-row.ts";
import { stopRuns } from "../executions/stop-runs.ts";
import { runsInTheWay } from "../executions/take-turn.ts";
import type { Clock } from "../kernel/clock.ts";
import { isOctopusError } from "../kernel/errors.ts";
import type { EventBus, Unsubscribe } from "../kernel/event-bus.ts";
import type { Logger } from "../kernel/logger.ts";
import { Loop, type Service } from "../kernel/service.ts";
import type { FrozenMachine, RunStep } from "../model/run-step.ts";
import type { Actor } from "../model/user.ts";
import { touchTopic } from "../outbox/touch-topic.ts";
import type { Reader, Store, Writer } from "../store/rows.ts";
import { executionTable, type RunRow, runTable } from "../store/tables/run-table.ts";
import { type TaskRow, taskTable } from "../store/tables/task-table.ts";
import { stepPolicy } from "./freeze-steps.ts";
import { type FilledParams, fillParams, refersToPrevious } from "./previous-values.ts";
import { isInSubset } from "./subset-request.ts";
import type { TaskPreview, TaskRequest } from "./task-request.ts";
import type { TaskService } from "./task-service.ts";

interface Deps {
  readonly store: Store;
  readonly clock: Clock;
  readonly events: EventBus<CoreEvents>;
  readonly logger: Logger;
  readonly tasks: Pick<TaskService, "preview">;
  /** The person behind a run as an actor; undefined when gone or disabled. */
  ownerOf(writer: Writer, userId: string): Promise<Actor | undefined>;
  readonly dispatch?: { offerWith(writer: Writer, agentIds: readonly string[]): Promise<void> };
}

/** The net under the event: whatever it missed is found after this long. */
const SWEEP_EVERY_MS = 2_000;
const BATCH = 200;

/**
 * Carries out what the end of a run decided: the next step of its chain, the start of a run that waited for it. The
 * decision stands in the store since the unit that ended the run; this has a unit of its own, so that a step that cannot
 * be made never undoes a result, and its unique key makes it happen once, whatever dies when.
 */
export class RunFollower implements Service {
  readonly #deps: Deps;
  readonly #loop: Loop;
  #unsubscribe: Unsubscribe | undefined;

  constructor(deps: Deps) {
    this.#deps = deps;
    const onError = (error: unknown) => deps.logger.warn({ error }, "runs could not be followed up");
    this.#loop = new Loop(() => this.runOnce(), { everyMs: SWEEP_EVERY_MS, clock: deps.clock, onError });
  }

  async start(): Promise<void> {
    if (this.#unsubscribe) return;
    this.#unsubscribe = this.#deps.events.on("run.ended", () => this.#loop.wake());
    await this.#loop.start();
  }

  async stop(): Promise<void> {
    this.#unsubscribe?.();
    this.#unsubscribe = undefined;
    await this.#loop.stop();
  }

  /** Returns how many runs it dealt with. */
  async runOnce(): Promise<number> {
    const { store, logger } = this.#deps;
    const where = { follow: { in: ["step", "wait"] } };
    // Steps come first: a run that waits lets the whole chain before it end.
    const rows = await store.select(runTable, {
      where,
      orderBy: [{ column: "follow" }, { column: "seq" }],
      limit: BATCH,
    });
    let done = 0;
    for (const { id } of rows) {
      try {
        if (await store.write((writer) => this.#follow(writer, id))) done += 1;
      } catch (error) {
        logger.error({ error, runId: id }, "a run could not be followed up");
      }
    }
    return done;
  }

  /** As it is now: somebody else may have dealt with it meanwhile. */
  async #follow(writer: Writer, id: string): Promise<boolean> {
    const [run] = await writer.select(runTable, { where: { id } });
    if (run?.follow === "step") return await this.#nextStep(writer, run);
    return run?.follow === "wait" && (await this.#letStart(writer, run));
  }

  async #nextStep(writer: Writer, parent: RunRow): Promise<boolean> {
    const { clock, dispatch, events } = this.#deps;
    const number = parent.next_step ?? 0;
    const step = parent.steps?.[number - 1];
    const [task] = await writer.select(taskTable, { where: { id: parent.task_id } });
    await writer.update(runTable, { id: parent.id }, { follow: null, next_step: null });
    if (!step || !task || task.state === "cancelled") return true;
    const now = clock.now();
    const created = await createRun(writer, events, {
      task,
      trigger: "step",
      dueAt: now,
      now,
      conversationId: parent.conversation_id,
      steps: parent.steps ?? [],
      origin: { kind: "step", parentId: parent.id, rootId: parent.root_run_id ?? parent.id, step: number },
      ...(await this.#judge(writer, { parent, step, task, now })),
    });
    const topic = `run:${parent.id}`;
    await touchTopic(writer, events, { topic, conversationId: parent.conversation_id, now });
    if (created) await dispatch?.offerWith(writer, [...new Set(created.executions.map(({ agentId }) => agentId))]);
    if (created?.executions.length === 0) writer.afterCommit(() => events.emit("run.ended", { runId: created.run.id }));
    return true;
  }

  /** By the same preview as a request of the person behind the chain: rights and machines are those of this moment. */
  async #judge(
    writer: Writer,
    { parent, step: said, task, now }: { parent: RunRow; step: RunStep; task: TaskRow; now: number },
  ): Promise<Pick<NewRun, "actor" | "risk" | "planned" | "spares" | "stillborn" | "work">> {
    const owner = await this.#deps.ownerOf(writer, parent.requested_by);
    const name = parent.requested_by_name;
    const actor: Actor = owner ?? { userId: undefined, name, role: "viewer", via: "schedule" };
    const filled = await filledStep(writer, parent.id, said);
    const step = filled.kind === "filled" ? { ...said, params: filled.params } : said;
    const request = stepRequest(step, parent, task, step.machines ?? (await machinesOf(writer, parent.id)));
    const work = { action: step.action, params: step.params, policy: request.policy };
    const not = (reason: string) =>
      ({ actor, work, risk: "read", planned: [], stillborn: { state: "skipped", reason } }) as const;
    if (!owner) return not(`${name}, who asked for it, is disabled or gone.`);
    if (filled.kind === "problem") return not(`It cannot take over what the run before gave: ${filled.problem}`);
    const preview = this.#preview(actor, request);
    if (typeof preview === "string") return not(preview);
    const { access } = preview;
    if (!access.allowed && !(access.approval && (await isApproved(writer, parent))))
      return not(`${name} may no longer do this: ${access.why}.`);
    if (preview.problems.length > 0) return not(preview.problems.join(" "));
    const { action, machines, ownRisk } = preview;
    const { policy } = request;
    return {
      actor,
      work,
      risk: ownRisk,
      planned: planRun({ action, policy, machines, now }),
      spares: sparesOf(policy, machines),
    };
  }

  /** A sentence where the step cannot even be looked at: its plugin was removed. */
  #preview(actor: Actor, request: TaskRequest): TaskPreview | string {
    try {
      return this.#deps.tasks.preview(actor, request);
    } catch (error) {
      if (isOctopusError(error)) return error.message;
      throw error;
    }
  }

  /** A run that waited starts when nothing of its task is in the way; if the task was cancelled meanwhile, it does not. */
  async #letStart(writer: Writer, run: RunRow): Promise<boolean> {
    const { clock, events } = this.#deps;
    const now = clock.now();
    const [task] = await writer.select(taskTable, { where: { id: run.task_id } });
    if (!task || task.state === "cancelled") {
      await stopRuns(writer, events, [run], { by: "the end of its task", now });
      return true;
    }
    const [before] = await runsInTheWay(writer, run.task_id);
    if (before) {
      if (before.id === run.waits_for) return false;
      await writer.update(runTable, { id: run.id }, { waits_for: before.id });
    } else {
      await writer.update(runTable, { id: run.id }, { follow: null, waits_for: null });
      await releaseBatch(writer, events, { run, batch: run.batch_count === null ? null : 1, from: now });
    }
    await touchTopic(writer, events, { topic: `run:${run.id}`, conversationId: run.conversation_id, now });
    writer.afterCommit(() => events.emit("run.changed", { runId: run.id }));
    return true;
  }
}

function stepRequest(step: RunStep, parent: RunRow, task: TaskRow, machines: readonly FrozenMachine[]): TaskRequest {
  return {
    name: task.name,
    action: step.action,
    params: step.params,
    targets: { include: machines.map(({ name }) => `host:${name}`), exclude: [] },
    machines,
    policy: stepPolicy(parent.policy),
    // biome-ignore lint/suspicious/noThenProperty: the frame contract names the field
    then: [],
    text: task.text,
  };
}

/** Its parameters with what the run before answered. */
async function filledStep(reader: Reader, parentId: string, { params }: RunStep): Promise<FilledParams> {
  if (!refersToPrevious(params)) return { kind: "filled", params };
  return fillParams(
    params,
    await reader.select(executionTable, { where: { run_id: parentId }, orderBy: [{ column: "seq" }] }),
  );
}

/** Where the run before began, also where it failed: a step that mends things is for those. Where it nowhere did: all. */
async function machinesOf(writer: Writer, runId: string): Promise<readonly FrozenMachine[]> {
  const rows = await writer.select(executionTable, { where: { run_id: runId }, orderBy: [{ column: "seq" }] });
  const began = rows.map(executionOf).filter((execution) => !isInSubset(execution, "not-started"));
  const chosen = began.length > 0 ? began : rows.map(executionOf);
  return chosen.map(({ agentId, agentName }) => ({ id: agentId, name: agentName }));
}
