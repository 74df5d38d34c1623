import { isOctopusError, OctopusError } from "../kernel/errors.ts";
import type { Approval, ApprovalState } from "../model/approval.ts";
import type { Actor } from "../model/user.ts";
import type { Writer } from "../store/rows.ts";
import { type ApprovalRow, approvalTable } from "../store/tables/approval-table.ts";
import { taskTable } from "../store/tables/task-table.ts";
import { planHash } from "../tasks/plan-hash.ts";
import { versionOf } from "../tasks/task-row.ts";
import type { CreatedTask } from "../tasks/task-service.ts";
import { assertAllowed } from "../users/assert-allowed.ts";
import type { ApprovalDeps } from "./approval-deps.ts";
import { type ApprovalWork, decodeWork, performWork } from "./approval-work.ts";
import { closeApproval } from "./close-approval.ts";
import { openApproval } from "./open-approval.ts";

/** What became of a yes. Only `granted` did anything; the others closed the approval, and it must be asked for anew. */
export type Decided =
  | { readonly kind: "granted"; readonly approval: Approval; readonly created: CreatedTask }
  | { readonly kind: "expired" | "changed"; readonly approval: Approval };

/**
 * Asks, and answers, in the caller's unit: the yes, what it lets happen and the audit row are there together or not at
 * all. A yes is worth one run of exactly the plan that was shown: it is planned again, by the rights of this moment.
 */
export class ApprovalService {
  readonly #deps: ApprovalDeps;

  constructor(deps: ApprovalDeps) {
    this.#deps = deps;
  }

  /**
   * Keeps the work until another person answers. Asked for twice it is one approval. Throws `approval.nobody` when there
   * is no other person who could say yes, and whatever makes the work impossible.
   */
  async request(writer: Writer, asker: Actor, work: ApprovalWork): Promise<Approval> {
    return await openApproval(writer, this.#deps, asker, work);
  }

  /** Throws `approval.not-found`, `access.denied` (one's own, or no approver) and `request.conflict` (already answered). */
  async approve(writer: Writer, actor: Actor, id: string, note = ""): Promise<Decided> {
    const row = await this.#open(writer, id);
    const rule = assertMayDecide(actor, row, "approve");
    return await this.#grant(writer, actor, row, { state: "approved", rule, note });
  }

  /** Without a second person, for an emergency: everybody who could have been asked is told, with the reason. */
  async override(writer: Writer, actor: Actor, id: string, reason: string): Promise<Decided> {
    const rule = assertAllowed(actor, { name: "approval.override" }, `let ${id} run without a second person`);
    if (reason.trim().length < 3) {
      throw new OctopusError("request.invalid", "Say why it cannot wait for a second person; everybody is told.");
    }
    const row = await this.#open(writer, id);
    return await this.#grant(writer, actor, row, { state: "overridden", rule: `${rule}, break glass`, note: reason });
  }

  /** Nothing runs. Throws as `approve` does. */
  async refuse(writer: Writer, actor: Actor, id: string, note = ""): Promise<Approval> {
    const row = await this.#open(writer, id);
    const rule = assertMayDecide(actor, row, "refuse");
    return await this.#close(writer, actor, row, { state: "refused", rule, note });
  }

  /** By the person who asked. Throws `approval.not-found`, `access.denied` and `request.conflict`. */
  async withdraw(writer: Writer, actor: Actor, id: string): Promise<Approval> {
    const row = await this.#open(writer, id);
    if (actor.userId !== row.asker_id) {
      const why = `You may not withdraw ${id}: only ${row.asker_name}, who asked for it, can.`;
      throw new OctopusError("access.denied", why, { rule: "own" });
    }
    return await this.#close(writer, actor, row, { state: "withdrawn", rule: "own", note: "" });
  }

  /** The work that waits; undefined when it cannot be read any more. */
  async workOf(writer: Writer, id: string): Promise<ApprovalWork | undefined> {
    const decoded = decodeWork((await rowOf(writer, id)).work);
    return decoded.ok ? decoded.value : undefined;
  }

  async #open(writer: Writer, id: string): Promise<ApprovalRow> {
    const row = await rowOf(writer, id);
    if (row.state === "pending") return row;
    throw new OctopusError("request.conflict", `${id} is ${sayClosed(row)}. Nothing was started by this.`, { id });
  }

  async #grant(writer: Writer, actor: Actor, row: ApprovalRow, decision: Decision): Promise<Decided> {
    const { clock, tasks } = this.#deps;
    const { id, plan_hash } = row;
    if (row.expires_at <= clock.now()) {
      const approval = await this.#close(writer, actor, row, { ...decision, state: "expired", note: "" });
      return { kind: "expired", approval };
    }
    const ready = await this.#asItIsNow(writer, row);
    if (typeof ready === "string") {
      const approval = await this.#close(writer, actor, row, { ...decision, state: "changed", note: ready });
      return { kind: "changed", approval };
    }
    // The row is taken before anything happens: of many who press at once, one goes on.
    await this.#take(writer, actor, row, decision.state);
    const grant = { approvalId: id, planHash: plan_hash };
    const created = await performWork(tasks, writer, ready.asker, ready.work, grant);
    const made = { task_id: created.task.id, run_id: created.run?.id ?? null };
    const closed = { ...row, ...made, result: created.run ? null : "" };
    const approval = await closeApproval(writer, this.#deps, actor, closed, decision);
    return { kind: "granted", approval, created };
  }

  /** The work with its asker, or why it is not what was asked for any more. */
  async #asItIsNow(writer: Writer, row: ApprovalRow) {
    const { actorOf, tasks } = this.#deps;
    const asker = await actorOf(writer, row.asker_id, row.via);
    if (!asker) return `${row.asker_name}, who asked for it, is disabled or gone`;
    const work = decodeWork(row.work);
    if (!work.ok) return "it was kept by another version and cannot be read";
    if (work.value.kind === "update" && (await isChangedSince(writer, work.value)))
      return `${work.value.taskId} was changed by somebody meanwhile`;
    if (work.value.kind === "create" && !(await stillWaits(writer, work.value.replaces)))
      return `${work.value.replaces}, which it was to take the place of, does not wait any more`;
    try {
      const preview = tasks.preview(asker, work.value.request);
      if (preview.request.schedule && preview.nextRuns.length === 0) return "its time has passed meanwhile";
      if (planHash(preview) === row.plan_hash) return { asker, work: work.value };
      return "the machines, the rights or the action are not what they were when it was asked for";
    } catch (error) {
      if (isOctopusError(error, "action.unknown")) return error.message;
      throw error;
    }
  }

  /** Compare-and-set: throws `request.conflict` when somebody was faster. */
  async #take(writer: Writer, actor: Actor, row: ApprovalRow, state: ApprovalState): Promise<void> {
    const decided = { state, decided_by: actor.userId ?? "", decided_by_name: actor.name };
    if ((await writer.update(approvalTable, { id: row.id, state: "pending" }, decided)) === 1) return;
    throw new OctopusError("request.conflict", `${row.id} was answered by somebody else just now.`, { id: row.id });
  }

  async #close(writer: Writer, actor: Actor, row: ApprovalRow, decision: Decision): Promise<Approval> {
    await this.#take(writer, actor, row, decision.state);
    return await closeApproval(writer, this.#deps, actor, { ...row, result: "" }, decision);
  }
}

interface Decision {
  readonly state: ApprovalState;
  readonly rule: string;
  readonly note: string;
}

async function isChangedSince(writer: Writer, work: { readonly taskId: string; readonly version: number }) {
  const [task] = await writer.select(taskTable, { where: { id: work.taskId } });
  return !task || versionOf(task) !== work.version;
}

/** What is to be done instead of something must not be done after it. */
async function stillWaits(writer: Writer, taskId: string | undefined): Promise<boolean> {
  if (taskId === undefined) return true;
  const [task] = await writer.select(taskTable, { where: { id: taskId } });
  return task !== undefined && (task.state === "active" || task.state === "paused") && task.fired_count === 0;
}

async function rowOf(writer: Writer, id: string): Promise<ApprovalRow> {
  const [row] = await writer.select(approvalTable, { where: { id } });
  if (row) return row;
  throw new OctopusError("approval.not-found", `There is no approval ${id}.`, { id });
}

/** Never the person who asked, whatever their role. */
function assertMayDecide(actor: Actor, row: ApprovalRow, verb: "approve" | "refuse"): string {
  if (actor.userId === undefined || actor.userId === row.asker_id) {
    const message = `You asked for ${row.id}; somebody else must say yes.`;
    throw new OctopusError("access.denied", message, { rule: "never-own" });
  }
  return assertAllowed(actor, { name: "approval.decide" }, `${verb} ${row.id}`);
}

/** "already approved by grace", "no longer open, because nobody answered in time". Pure. */
export function sayClosed(row: Pick<ApprovalRow, "state" | "decided_by_name">): string {
  const by = row.decided_by_name ?? "";
  switch (row.state) {
    case "approved":
      return `already approved by ${by}`;
    case "overridden":
      return `already let go by ${by} without a second person`;
    case "refused":
      return `already refused by ${by}`;
    case "withdrawn":
      return "withdrawn by the person who asked";
    case "changed":
      return "void, because something had changed";
    default:
      return "expired";
  }
}
