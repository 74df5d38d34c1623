import { releaseBatch } from "../executions/advance-rollout.ts";
import { createRun } from "../executions/create-run.ts";
import type { NewRun } from "../executions/new-run.ts";
import { planRun, sparesOf } from "../executions/plan-run.ts";
import { planUnmet } from "../executions/plan-step.ts";
import { executionOf } from "../executions/run-row.ts";
import { stopRuns } from "../executions/stop-runs.ts";
import { runsInTheWay } from "../executions/take-turn.ts";
import type { Service } from "../kernel/service.ts";
import type { FrozenMachine, RunStep } from "../model/run-step.ts";
import type { Actor } from "../model/user.ts";
import { touchTopic } from "../outbox/touch-topic.ts";
import type { Writer } from "../store/rows.ts";
import { type ExecutionRow, executionTable, type RunRow, runTable } from "../store/tables/run-table.ts";
import { type TaskRow, taskTable } from "../store/tables/task-table.ts";
import { fillParams } from "./fill-params.ts";
import { type FollowDeps, FollowLoop } from "./follow-loop.ts";
import { stepPolicy } from "./freeze-steps.ts";
import { type JudgeDeps, judgeFollower, personBehind } from "./judge-follower.ts";
import { refersToPrevious } from "./previous-references.ts";
import { isInSubset } from "./subset-request.ts";
import type { TaskRequest } from "./task-request.ts";
import { sayUnmet, weighCondition } from "./weigh-condition.ts";

interface Deps extends FollowDeps, JudgeDeps {
  readonly dispatch?: { offerWith(writer: Writer, agentIds: readonly string[]): Promise<void> };
}

/**
 * Carries out what the end of a run decided: the next step of its chain, the start of a run that waited for it. The key of
 * the step's run makes it happen once, whatever dies when.
 */
export class RunFollower implements Service {
  readonly #deps: Deps;
  readonly #loop: FollowLoop;

  constructor(deps: Deps) {
    this.#deps = deps;
    this.#loop = new FollowLoop(deps, {
      // Steps come first: a run that waits lets the whole chain before it end.
      due: { where: { follow: { in: ["step", "wait"] } }, orderBy: [{ column: "follow" }, { column: "seq" }] },
      wakes: ["run.ended"],
      move: (writer, run) => this.#move(writer, run),
      failure: "a run could not be followed up",
    });
  }

  async start(): Promise<void> {
    await this.#loop.start();
  }

  async stop(): Promise<void> {
    await this.#loop.stop();
  }

  /** Returns how many runs it dealt with. */
  async runOnce(): Promise<number> {
    return await this.#loop.runOnce();
  }

  async #move(writer: Writer, run: RunRow): Promise<boolean> {
    if (run.follow === "step") return await this.#nextStep(writer, run);
    return run.follow === "wait" && (await this.#letStart(writer, run));
  }

  async #nextStep(writer: Writer, parent: RunRow): Promise<boolean> {
    const { clock, dispatch, events } = this.#deps;
    const number = parent.next_step ?? 0;
    const step = parent.steps?.[number - 1];
    const [task] = await writer.select(taskTable, { where: { id: parent.task_id } });
    await writer.update(runTable, { id: parent.id }, { follow: null, next_step: null });
    if (!step || !task || task.state === "cancelled") return true;
    const now = clock.now();
    const meant = meantStep(step, await answersBefore(writer, parent));
    const steps = parent.steps ?? [];
    const created = await createRun(writer, events, {
      task,
      trigger: "step",
      dueAt: now,
      now,
      conversationId: parent.conversation_id,
      steps: "unmet" in meant ? steps : steps.map((one, at) => (at === number - 1 ? meant.step : one)),
      origin: { kind: "step", parentId: parent.id, rootId: parent.root_run_id ?? parent.id, step: number },
      ...(await this.#judge(writer, { parent, step, meant, task, now })),
    });
    const next = created && "unmet" in meant && meant.isCondition ? planUnmet(steps, number) : undefined;
    if (created && next !== undefined) {
      await writer.update(runTable, { id: created.run.id }, { follow: "step", next_step: next });
    }
    const topic = `run:${parent.id}`;
    await touchTopic(writer, events, { topic, conversationId: parent.conversation_id, now });
    if (created) await dispatch?.offerWith(writer, [...new Set(created.executions.map(({ agentId }) => agentId))]);
    if (created?.executions.length === 0) writer.afterCommit(() => events.emit("run.ended", { runId: created.run.id }));
    return true;
  }

  async #judge(
    writer: Writer,
    { parent, step: said, meant, task, now }: NextStep,
  ): Promise<Pick<NewRun, "actor" | "risk" | "planned" | "spares" | "stillborn" | "work">> {
    const owner = await personBehind(this.#deps, writer, parent);
    const nobody: Actor = { userId: undefined, name: parent.requested_by_name, role: "viewer", via: "schedule" };
    const actor = typeof owner === "string" ? nobody : owner;
    const step = "unmet" in meant ? said : meant.step;
    const policy = stepPolicy(parent.policy);
    const work = { action: step.action, params: step.params, policy };
    const not = (reason: string) =>
      ({ actor, work, risk: "read", planned: [], stillborn: { state: "skipped", reason } }) as const;
    if (typeof owner === "string") return not(owner);
    if ("unmet" in meant) return not(meant.unmet);
    const request = stepRequest(step, meant.machines, policy, task);
    const preview = await judgeFollower(this.#deps, writer, { actor, run: parent, request });
    if (typeof preview === "string") return not(preview);
    const { action, machines, ownRisk } = preview;
    return {
      actor,
      work,
      risk: ownRisk,
      planned: planRun({ action, policy, machines, now }),
      spares: sparesOf(policy, machines, action),
    };
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

interface NextStep {
  readonly parent: RunRow;
  readonly step: RunStep;
  readonly meant: MeantStep;
  readonly task: TaskRow;
  readonly now: number;
}

/** A step with what the run before answered, and where; or why it is not made. */
type MeantStep =
  | { readonly step: RunStep; readonly machines: readonly FrozenMachine[] }
  | { readonly unmet: string; readonly isCondition: boolean };

/** Pure. */
function meantStep(step: RunStep, answers: readonly ExecutionRow[]): MeantStep {
  const weighed = step.if && weighCondition(step.if, answers);
  if (weighed?.met.length === 0) return { unmet: `Not run: ${sayUnmet(weighed.unmet, false)}.`, isCondition: true };
  const filled = refersToPrevious(step.params) ? fillParams(step.params, answers) : undefined;
  if (filled?.kind === "problem") {
    return { unmet: `It cannot take over what the run before gave: ${filled.problem}`, isCondition: false };
  }
  const met = new Set(weighed?.met.map((row) => row.agent_id));
  const machines = step.machines ?? machinesOf(weighed ? answers.filter((row) => met.has(row.agent_id)) : answers);
  const notOn = !step.machines && weighed && weighed.unmet.length > 0 && sayUnmet(weighed.unmet, true);
  return {
    step: { ...step, ...(filled && { params: filled.params }), ...(notOn && { notOn }) },
    machines,
  };
}

function stepRequest(
  step: RunStep,
  machines: readonly FrozenMachine[],
  policy: TaskRequest["policy"],
  task: TaskRow,
): TaskRequest {
  return {
    name: task.name,
    action: step.action,
    params: step.params,
    targets: { include: machines.map(({ name }) => `host:${name}`), exclude: [] },
    machines,
    policy,
    // biome-ignore lint/suspicious/noThenProperty: the frame contract names the field
    then: [],
    text: task.text,
  };
}

/** Of the run before; where that was not made because of its condition, of the one before that. */
async function answersBefore(writer: Writer, parent: RunRow): Promise<readonly ExecutionRow[]> {
  let run: RunRow | undefined = parent;
  while (run?.state === "skipped" && run.execution_count === 0 && run.step !== null && run.parent_run_id !== null) {
    [run] = await writer.select(runTable, { where: { id: run.parent_run_id } });
  }
  return await writer.select(executionTable, { where: { run_id: run?.id ?? "" }, orderBy: [{ column: "seq" }] });
}

/** Where the run before began, also where it failed: a step that mends things is for those. Where it nowhere did: all. */
function machinesOf(rows: readonly ExecutionRow[]): readonly FrozenMachine[] {
  const began = rows.map(executionOf).filter((execution) => !isInSubset(execution, "not-started"));
  const chosen = began.length > 0 ? began : rows.map(executionOf);
  return chosen.map(({ agentId, agentName }) => ({ id: agentId, name: agentName }));
}
