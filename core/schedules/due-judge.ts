import type { NewRun } from "../executions/new-run.ts";
import { planRun, sparesOf } from "../executions/plan-run.ts";
import { isOctopusError } from "../kernel/errors.ts";
import type { LedgerCause } from "../model/ledger.ts";
import type { Risk } from "../model/risk.ts";
import type { Actor } from "../model/user.ts";
import type { Reader } from "../store/rows.ts";
import type { TaskRow } from "../store/tables/task-table.ts";
import { freezeSteps } from "../tasks/freeze-steps.ts";
import type { TaskPreview } from "../tasks/task-request.ts";
import type { TaskService } from "../tasks/task-service.ts";
import { type DueFacts, planDue } from "./plan-due.ts";

export interface DueApprovals {
  /** Why what needs another person's yes has none that covers it, as a sentence; without it nothing is ever covered. */
  uncovered?(reader: Reader, taskId: string, preview: TaskPreview): Promise<string | undefined>;
}

interface Deps extends DueApprovals {
  readonly tasks: Pick<TaskService, "preview">;
  /** Why nothing fires on the day of this due time, as a sentence; undefined on any other day. */
  dayOff?(task: TaskRow, dueAt: number): string | undefined;
}

/** What is decided of one due time. */
export type JudgedDue = Pick<NewRun, "risk" | "planned" | "spares" | "stillborn" | "steps" | "waitsFor" | "ledger">;

/** Decides what becomes of one due time of a task, from what was read of it. Writes nothing. */
export class DueJudge {
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  async judge(
    reader: Reader,
    task: TaskRow,
    owner: Actor | undefined,
    due: Omit<DueFacts, "policy" | "machineCount">,
  ): Promise<JudgedDue> {
    const off = this.#deps.dayOff?.(task, due.dueAt);
    if (off !== undefined) return skippedDue("read", "calendar", off);
    if (!owner) return skippedDue("read", "rights", "Its owner is disabled or gone.");
    return await this.#plan(reader, task, owner, due);
  }

  /** Decides by the same preview as a person's request, so that rights and machines are those of this moment. */
  async #plan(
    reader: Reader,
    task: TaskRow,
    actor: Actor,
    due: Omit<DueFacts, "policy" | "machineCount">,
  ): Promise<JudgedDue> {
    const preview = this.#preview(task, actor);
    if (typeof preview === "string") return skippedDue("read", "invalid", preview);
    const { access, machines, ownRisk: risk } = preview;
    if (!access.allowed) {
      const none = `Its owner may no longer do this: ${access.why}.`;
      const { uncovered } = this.#deps;
      const why = access.approval && uncovered ? await uncovered(reader, task.id, preview) : none;
      if (why !== undefined) return skippedDue(risk, "rights", why);
    }
    const problem = problemOf(preview);
    if (problem) return skippedDue(risk, problem.cause, problem.reason);
    const plan = planDue({ ...due, policy: task.policy, machineCount: machines.length });
    if (plan.kind !== "run") {
      const stillborn = { state: plan.kind, reason: plan.reason };
      return { risk, planned: [], stillborn, ledger: { cause: plan.cause } };
    }
    const planned = planRun({ action: preview.action, policy: task.policy, machines, now: due.now });
    const spares = sparesOf(task.policy, machines, preview.action);
    return { risk, planned, spares, steps: freezeSteps(preview), ledger: { cause: plan.cause } };
  }

  /** A sentence where the task cannot even be looked at: its plugin was removed. */
  #preview(task: TaskRow, actor: Actor): TaskPreview | string {
    try {
      return this.#deps.tasks.preview(actor, requestOf(task));
    } catch (error) {
      if (isOctopusError(error)) return error.message;
      throw error;
    }
  }
}

/**
 * Why it cannot run now. Where a freeze holds a part of the machines the others run; those are left out when their turn
 * comes, and say so.
 */
function problemOf(preview: TaskPreview): { readonly cause: LedgerCause; readonly reason: string } | undefined {
  const { problems, machines, order, frozen, unmatched } = preview;
  const blocked = frozen.map((one) => one.problem);
  const others = problems.filter((problem) => !blocked.includes(problem));
  if (others.length > 0) {
    const cause = machines.length === 0 || unmatched.length > 0 ? "no-machine" : "invalid";
    return { cause, reason: others.join(" ") };
  }
  const held = new Set(frozen.flatMap((one) => one.machines));
  return order.length > 0 && order.every((machine) => held.has(machine))
    ? { cause: "freeze", reason: blocked.join(" ") }
    : undefined;
}

/** It does not run, and says why. Pure. */
export function skippedDue(risk: Risk, cause: LedgerCause, reason: string): JudgedDue {
  return { risk, planned: [], stillborn: { state: "skipped", reason }, ledger: { cause } };
}

function requestOf(task: TaskRow) {
  return {
    name: task.name,
    action: task.action,
    params: task.params,
    targets: task.targets,
    policy: task.policy,
    // biome-ignore lint/suspicious/noThenProperty: the frame contract names the field
    then: task.then_steps,
    text: task.text,
  };
}
