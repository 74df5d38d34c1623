import type { AuditRecorder } from "../audit/audit-recorder.ts";
import type { CalendarService } from "../calendars/calendar-service.ts";
import { calendarProblem } from "../calendars/day-off.ts";
import type { CoreEvents } from "../events/core-events.ts";
import type { CreatedRun } from "../executions/create-run.ts";
import { executionOf, runOf } from "../executions/run-row.ts";
import type { FreezeDirectory } from "../freezes/freeze-directory.ts";
import type { Clock } from "../kernel/clock.ts";
import { OctopusError } from "../kernel/errors.ts";
import type { EventBus } from "../kernel/event-bus.ts";
import type { Agent } from "../model/agent.ts";
import { decideAccess } from "../model/permission.ts";
import type { Execution, Run } from "../model/run.ts";
import type { Schedule } from "../model/schedule.ts";
import { assertMove, TASK_MOVES, type TaskState } from "../model/states.ts";
import type { Task } from "../model/task.ts";
import type { Actor } from "../model/user.ts";
import { touchTopic } from "../outbox/touch-topic.ts";
import { nextRuns } from "../schedules/next-runs.ts";
import { notePause } from "../schedules/note-pause.ts";
import { nextDue } from "../schedules/task-times.ts";
import { sealRequest } from "../secrets/seal-request.ts";
import type { Writer } from "../store/rows.ts";
import { executionTable, runTable } from "../store/tables/run-table.ts";
import { type TaskRow, taskTable } from "../store/tables/task-table.ts";
import type { ActionCatalog, FoundAction, MachineDirectory } from "./action-catalog.ts";
import { type ApprovalRules, NO_APPROVAL_RULES } from "./approval-need.ts";
import { type ApprovalGrant, assertPossible } from "./assert-possible.ts";
import { assertVersion } from "./assert-version.ts";
import { makeRun, type RunMaking, type WantedRun } from "./make-run.ts";
import { previewTask } from "./preview-task.ts";
import { removeExecutions } from "./remove-executions.ts";
import { changedRequest, requestOf } from "./request-of.ts";
import { withoutNeedlessApproval } from "./same-work.ts";
import { assertRoomForSchedule, type ScheduleLimits, scheduleProblem } from "./schedule-problems.ts";
import { type RunSubset, subsetRequest } from "./subset-request.ts";
import type { TaskPreview, TaskRequest } from "./task-request.ts";
import { taskOf, versionOf } from "./task-row.ts";

interface Deps {
  readonly clock: Clock;
  readonly events: EventBus<CoreEvents>;
  readonly audit: AuditRecorder;
  readonly actions: ActionCatalog;
  readonly machines: MachineDirectory<Agent>;
  /** Zone of schedules that name none. */
  readonly timeZone: string;
  readonly dispatch?: RunMaking["dispatch"];
  readonly limits?: WorkLimits;
  /** Throws while nothing new may begin; what runs goes on. */
  readonly assertRoom?: () => void;
  /** What must not start now; without it nothing is ever frozen. */
  readonly freezes?: Pick<FreezeDirectory, "open">;
  readonly scheduleLimits?: ScheduleLimits;
  /** Whom must be asked before what; without it only roles decide. */
  readonly approvalRules?: { current(): ApprovalRules };
  /** Days off by name; without it no calendar is known. */
  readonly calendars?: Pick<CalendarService, "find">;
}

/** How much is taken on at once; settings of the server. */
export interface WorkLimits {
  /** Machines of one task. */
  readonly targets: number;
  /** Executions that wait for their machines, on the whole server. */
  readonly queued: number;
}
const LARGEST_TARGET = 500;
const LARGEST_QUEUE = 10_000;

export type TaskChange = Partial<Pick<TaskRequest, "name" | "params" | "targets" | "schedule" | "policy">>;

export interface CreatedTask {
  readonly task: Task;
  readonly run: Run | undefined;
  readonly executions: readonly Execution[];
}

/** What people do with tasks. Every change is checked against rights and written to the audit log in its own unit. */
export class TaskService {
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** Zone of schedules that name none. */
  get timeZone(): string {
    return this.#deps.timeZone;
  }

  /** What this would do now. Throws `action.unknown`; everything else that is wrong is in `problems`. */
  preview(actor: Actor, asked: TaskRequest): TaskPreview {
    const request = sealRequest(this.#deps.actions, asked);
    const { actions, clock, freezes, machines, scheduleLimits, timeZone } = this.#deps;
    const found = this.#found(request.action);
    const now = clock.now();
    const problem =
      scheduleProblem(request.schedule, scheduleLimits) ??
      calendarProblem(request.policy, (name) => this.#deps.calendars?.find(name));
    const options = { timeZone, anchorAt: now };
    return previewTask({
      actor,
      request,
      found,
      agents: machines.all(),
      actions,
      largestTarget: this.#deps.limits?.targets ?? LARGEST_TARGET,
      scheduleProblem: problem,
      freezes: freezes?.open() ?? [],
      approvalRules: this.#deps.approvalRules?.current() ?? NO_APPROVAL_RULES,
      now,
      timeZone,
      nextRuns: request.schedule && !problem ? nextRuns(request.schedule, now, 3, options) : [],
    });
  }

  /** Stores the task and, without a schedule, its first run. Throws rather than do less than was asked. */
  async create(writer: Writer, actor: Actor, asked: TaskRequest, grant?: ApprovalGrant): Promise<CreatedTask> {
    const preview = this.preview(actor, asked);
    const { request } = preview;
    const rule = assertPossible(preview, grant);
    if (request.schedule) await assertRoomForSchedule(writer, this.#deps.scheduleLimits?.maxSchedules);
    const row = await this.#insert(writer, actor, request, preview);
    const { audit } = this.#deps;
    await audit.record(writer, actor, {
      action: "task.create",
      object: row.id,
      decision: "allowed",
      rule,
      detail: { action: row.action, risk: preview.risk, machines: preview.machines.map((machine) => machine.name) },
    });
    if (request.schedule) {
      await this.#touch(writer, row);
      return { task: taskOf(row), run: undefined, executions: [] };
    }
    const created = await this.#run(writer, { actor, task: row, preview, trigger: "request" });
    return { task: taskOf(row), run: created?.run, executions: created?.executions ?? [] };
  }

  /** One more run of a task, by its present definition. */
  async runNow(
    writer: Writer,
    actor: Actor,
    id: string,
    options: { readonly conversationId?: string; readonly trigger: "request" | "again" },
    grant?: ApprovalGrant,
  ): Promise<CreatedTask> {
    const row = await this.#row(writer, id);
    const { schedule: _unscheduled, ...request } = requestOf(taskOf(row));
    const preview = this.preview(actor, request);
    const rule = assertPossible(preview, grant);
    const { audit } = this.#deps;
    await audit.record(writer, actor, { action: "task.run", object: id, decision: "allowed", rule });
    const inThread = { ...row, conversation_id: options.conversationId ?? row.conversation_id };
    const created = await this.#run(writer, { actor, task: inThread, preview, trigger: options.trigger });
    return { task: taskOf(row), run: created?.run, executions: created?.executions ?? [] };
  }

  /**
   * An earlier run once more, on exactly the machines of it that failed, never began, succeeded, or all, whatever their
   * labels say now. Rights are those of this moment and of this person.
   */
  async retryRun(
    writer: Writer,
    actor: Actor,
    runId: string,
    options: { readonly subset: RunSubset; readonly conversationId?: string },
    grant?: ApprovalGrant,
  ): Promise<CreatedTask> {
    const { subset } = options;
    const [run] = await writer.select(runTable, { where: { id: runId } });
    if (!run) throw new OctopusError("run.not-found", `There is no run ${runId}.`, { id: runId });
    if (run.state === "running") {
      throw new OctopusError("request.conflict", `${runId} is still under way; wait until it has ended.`, { runId });
    }
    const executions = await writer.select(executionTable, { where: { run_id: runId }, orderBy: [{ column: "seq" }] });
    const preview = this.preview(actor, subsetRequest(runOf(run), executions.map(executionOf), subset));
    if (preview.machines.length === 0 && preview.unmatched.length === 0) {
      throw new OctopusError("run.no-machine", `No machine of ${runId} is in "${subset}".`, { runId, subset });
    }
    const rule = assertPossible(preview, grant);
    const row = await this.#row(writer, run.task_id);
    const { audit } = this.#deps;
    const fact = { action: "run.retry", object: runId, decision: "allowed", rule, detail: { subset } } as const;
    await audit.record(writer, actor, fact);
    const task = { ...row, conversation_id: options.conversationId ?? run.conversation_id };
    const origin = { kind: "subset", parentId: runId, subset } as const;
    const created = await this.#run(writer, { actor, task, preview, trigger: "retry", origin });
    return { task: taskOf(row), run: created?.run, executions: created?.executions ?? [] };
  }

  /**
   * `version`: the one that the change was made from. Throws `request.conflict` where somebody has changed the task since,
   * so that of two changes at the same moment neither takes the other back unseen.
   */
  async update(
    writer: Writer,
    actor: Actor,
    id: string,
    change: TaskChange,
    version?: number,
    grant?: ApprovalGrant,
  ): Promise<Task> {
    const row = await this.#row(writer, id);
    assertVersion(row, version);
    const owned = this.#assertMayChange(actor, row);
    const task = taskOf(row);
    const preview = this.preview(actor, changedRequest(task, change));
    const { request } = preview;
    const possible = assertPossible(grant ? preview : withoutNeedlessApproval(requestOf(task), preview), grant);
    const rule = grant ? `${owned}, ${possible}` : owned;
    const fields: Partial<TaskRow> = {
      name: request.name ?? row.name,
      params: request.params,
      targets: request.targets,
      policy: request.policy,
      version: versionOf(row) + 1,
      ...this.#retime(row, change),
    };
    return await this.#write(writer, actor, row, fields, { action: "task.update", rule });
  }

  async pause(writer: Writer, actor: Actor, id: string, until?: number): Promise<Task> {
    const now = this.#deps.clock.now();
    if (until !== undefined && until <= now) {
      throw new OctopusError("request.invalid", "A pause must end in the future.", { until });
    }
    return await this.#move(writer, actor, id, "paused", {
      next_due_at: null,
      paused_until: until ?? null,
      paused_since: now,
      paused_cause: null,
    });
  }

  async resume(writer: Writer, actor: Actor, id: string): Promise<Task> {
    const row = await this.#row(writer, id);
    const { clock, events } = this.#deps;
    const next = this.nextDueAt(row, clock.now());
    if (row.schedule && next === undefined) {
      throw new OctopusError("task.illegal-move", `The schedule of task ${id} is over; give it a new one.`, { id });
    }
    const task = await this.#move(writer, actor, id, "active", { next_due_at: next ?? null, ...UNPAUSED });
    await notePause(writer, events, row, { actor, now: clock.now(), timeZone: this.timeZone });
    return task;
  }

  /** Ends the schedule; runs that are under way are cancelled by `RunService`. */
  async cancel(writer: Writer, actor: Actor, id: string): Promise<Task> {
    return await this.#move(writer, actor, id, "cancelled", { next_due_at: null, ...UNPAUSED });
  }

  /** Deletes the task with its runs, executions, attempts and logs. Refused while something of it is under way. */
  async remove(writer: Writer, actor: Actor, id: string): Promise<void> {
    const row = await this.#row(writer, id);
    const rule = this.#assertMayChange(actor, row);
    const open = { in: ["queued", "offered", "running", "cancelling", "unknown"] };
    if ((await writer.count(executionTable, { task_id: id, state: open })) > 0) {
      throw new OctopusError("task.illegal-move", `Task ${id} has work under way; cancel it first.`, { id });
    }
    await removeExecutions(writer, id);
    await writer.delete(runTable, { task_id: id });
    await writer.delete(taskTable, { id });
    const { audit, events } = this.#deps;
    await audit.record(writer, actor, { action: "task.delete", object: id, decision: "allowed", rule });
    writer.afterCommit(() => events.emit("task.changed", { taskId: id }));
  }

  /** When the schedule fires next after `after`; undefined when it never does, or has fired as often as it may. */
  nextDueAt(row: TaskRow, after: number): number | undefined {
    return nextDue(row, after, this.#deps.timeZone);
  }

  /** A new schedule starts anew; another jitter moves the next due time. */
  #retime(row: TaskRow, { schedule, policy }: TaskChange): Partial<TaskRow> {
    const retimed = { ...row, policy: policy ?? row.policy };
    if (schedule) return this.#reschedule(retimed, schedule);
    if (row.state !== "active" || policy === undefined || policy.jitter === row.policy.jitter) return {};
    return { next_due_at: this.nextDueAt(retimed, this.#deps.clock.now()) ?? null };
  }

  /** A new schedule counts its firings from here, and wakes a task whose old one was over. */
  #reschedule(row: TaskRow, said: Schedule): Partial<TaskRow> {
    const schedule = withZone(said, this.#deps.timeZone);
    const state = row.state === "finished" ? "active" : row.state;
    const next = this.nextDueAt({ ...row, schedule, fired_count: 0 }, this.#deps.clock.now());
    return { schedule, state, fired_count: 0, next_due_at: state === "active" ? (next ?? null) : null };
  }

  #found(action: string): FoundAction {
    const found = this.#deps.actions.find(action);
    if (found) return found;
    throw new OctopusError("action.unknown", `No installed plugin has the action "${action}".`, { action });
  }

  async #row(writer: Writer, id: string): Promise<TaskRow> {
    const [row] = await writer.select(taskTable, { where: { id } });
    if (row) return row;
    throw new OctopusError("task.not-found", `There is no task ${id}.`, { id });
  }

  async #insert(writer: Writer, actor: Actor, request: TaskRequest, preview: TaskPreview): Promise<TaskRow> {
    const { clock } = this.#deps;
    if (actor.userId === undefined) throw new OctopusError("access.denied", "Only a person can own a task.");
    const seq = await writer.next("task");
    const now = clock.now();
    const row: TaskRow = {
      id: `T-${seq}`,
      seq,
      name: request.name ?? preview.action.title.toLowerCase(),
      state: request.schedule ? "active" : "finished",
      action: request.action,
      plugin: this.#found(request.action).plugin.name,
      params: request.params,
      targets: request.targets,
      schedule: request.schedule ? withZone(request.schedule, this.#deps.timeZone) : null,
      policy: request.policy,
      then_steps: request.then,
      owner_id: actor.userId,
      conversation_id: request.conversationId ?? null,
      text: request.text,
      next_due_at: preview.nextRuns[0] ?? null,
      fired_count: 0,
      version: 1,
      ...UNPAUSED,
      created_at: now,
      updated_at: now,
    };
    // Reckoned from the row's own beginning, as all that follow are: the preview was made a moment before.
    const made = { ...row, next_due_at: this.nextDueAt(row, now) ?? row.next_due_at };
    await writer.insert(taskTable, [made]);
    writer.afterCommit(() => this.#deps.events.emit("task.changed", { taskId: row.id, once: !row.schedule }));
    return made;
  }

  async #run(writer: Writer, wanted: Omit<WantedRun, "now">): Promise<CreatedRun | undefined> {
    const { clock, events, dispatch, limits, assertRoom } = this.#deps;
    const queue = { largestQueue: limits?.queued ?? LARGEST_QUEUE, ...(assertRoom && { assertRoom }) };
    const making = { events, ...queue, ...(dispatch && { dispatch }) };
    return await makeRun(writer, making, { ...wanted, now: clock.now() });
  }

  #assertMayChange(actor: Actor, row: TaskRow): string {
    const access = decideAccess(actor, { name: "task.change", ownerId: row.owner_id });
    if (access.allowed) return access.rule;
    throw new OctopusError("access.denied", `You may not change ${row.id}: ${access.why}.`, { rule: access.rule });
  }

  async #move(writer: Writer, actor: Actor, id: string, to: TaskState, fields: Partial<TaskRow>): Promise<Task> {
    const row = await this.#row(writer, id);
    const rule = this.#assertMayChange(actor, row);
    assertMove(TASK_MOVES, row.state as TaskState, to, { code: "task.illegal-move", name: `Task ${id}` });
    if (to === "active" && !row.schedule) {
      throw new OctopusError("task.illegal-move", `Task ${id} has no schedule to resume.`, { id });
    }
    return await this.#write(writer, actor, row, { ...fields, state: to }, { action: `task.${to}`, rule });
  }

  async #write(
    writer: Writer,
    actor: Actor,
    row: TaskRow,
    fields: Partial<TaskRow>,
    fact: { readonly action: string; readonly rule: string },
  ): Promise<Task> {
    const { audit, clock, events } = this.#deps;
    const change = { ...fields, updated_at: clock.now() };
    await writer.update(taskTable, { id: row.id }, change);
    await audit.record(writer, actor, { ...fact, object: row.id, decision: "allowed" });
    const changed = { ...row, ...change };
    await this.#touch(writer, changed);
    writer.afterCommit(() => events.emit("task.changed", { taskId: row.id }));
    return taskOf(changed);
  }

  async #touch(writer: Writer, row: TaskRow): Promise<void> {
    const { clock, events } = this.#deps;
    const topic = { topic: `task:${row.id}`, conversationId: row.conversation_id, now: clock.now() };
    await touchTopic(writer, events, topic);
  }
}

const UNPAUSED = { paused_until: null, paused_since: null, paused_cause: null } as const;
/** A stored schedule always names its zone: a later change of the default must not move it. */
function withZone<S extends { readonly tz?: string }>(schedule: S, timeZone: string): S {
  return schedule.tz === undefined ? { ...schedule, tz: timeZone } : schedule;
}
