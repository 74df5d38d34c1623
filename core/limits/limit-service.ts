import type { AuditRecorder } from "../audit/audit-recorder.ts";
import type { CoreEvents } from "../events/core-events.ts";
import type { Clock } from "../kernel/clock.ts";
import { OctopusError } from "../kernel/errors.ts";
import type { EventBus } from "../kernel/event-bus.ts";
import type { Agent } from "../model/agent.ts";
import { EACH_PERSON, LARGEST_LIMIT, type Limit } from "../model/limit.ts";
import { type Capability, decideAccess } from "../model/permission.ts";
import { resolveTargets } from "../model/resolve-targets.ts";
import type { TargetSelector } from "../model/target.ts";
import type { Actor } from "../model/user.ts";
import type { Writer } from "../store/rows.ts";
import { type LimitRow, limitTable } from "../store/tables/limit-table.ts";
import { taskTable } from "../store/tables/task-table.ts";
import { userTable } from "../store/tables/user-table.ts";
import type { ActionCatalog, MachineDirectory } from "../tasks/action-catalog.ts";
import { type LimitDirectory, MOST_LIMITS } from "./limit-directory.ts";
import { limitOf } from "./limit-row.ts";

interface Deps {
  readonly clock: Clock;
  readonly events: EventBus<CoreEvents>;
  readonly audit: AuditRecorder;
  readonly directory: LimitDirectory;
  readonly machines: MachineDirectory<Agent>;
  readonly actions: Pick<ActionCatalog, "find">;
}

export interface LimitRequest {
  readonly most: number;
  /** What it counts, as a plural; made from the rest where nobody said it. */
  readonly what?: string;
  readonly action?: string;
  readonly task?: string;
  readonly targets?: TargetSelector;
  /** A person's name, or "each". */
  readonly person?: string;
}

/** Setting and lifting limits. Checked against rights and written to the audit log in the caller's unit. */
export class LimitService {
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** Throws `request.invalid`, `action.unknown` and `run.no-machine` for what makes no sense. */
  check({ action, most, person, targets, task }: LimitRequest): void {
    const { actions, directory, machines } = this.#deps;
    if (!Number.isInteger(most) || most < 1 || most > LARGEST_LIMIT) {
      throw new OctopusError(
        "request.invalid",
        `At most ${most} is no limit: say a whole number from 1 to ${LARGEST_LIMIT}. A freeze lets nothing start at all.`,
      );
    }
    if (action === undefined && task === undefined && person === undefined && targets === undefined) {
      throw new OctopusError("request.invalid", "Say of what: an action, a task, machines, or a person.");
    }
    if (directory.all().length >= MOST_LIMITS) {
      throw new OctopusError("request.invalid", `There are ${MOST_LIMITS} limits; lift one first.`);
    }
    if (action !== undefined && !actions.find(action)) {
      throw new OctopusError("action.unknown", `No installed plugin has the action "${action}".`, { action });
    }
    const [unmatched] = targets ? resolveTargets(targets, machines.all()).unmatched : [];
    if (unmatched !== undefined) throw new OctopusError("run.no-machine", `No machine matches "${unmatched}".`);
  }

  async set(writer: Writer, actor: Actor, request: LimitRequest): Promise<Limit> {
    const { audit, clock } = this.#deps;
    const rule = assertMay(actor, { name: "freeze.start" }, "set a limit");
    if (actor.userId === undefined) throw new OctopusError("access.denied", "Only a person can set a limit.");
    this.check(request);
    const { action = null, task, targets = null, most } = request;
    if (task !== undefined && (await writer.count(taskTable, { id: task })) === 0) {
      throw new OctopusError("task.not-found", `There is no task ${task}.`, { id: task });
    }
    const seq = await writer.next("limit");
    const row: LimitRow = {
      id: `L-${seq}`,
      seq,
      most,
      what: request.what ?? whatOf(request),
      action,
      task_id: task ?? null,
      targets,
      person: request.person === undefined ? null : await personId(writer, request.person),
      by_id: actor.userId,
      by_name: actor.name,
      created_at: clock.now(),
    };
    await writer.insert(limitTable, [row]);
    const detail = { most, what: row.what, action, task: row.task_id, person: row.person };
    await audit.record(writer, actor, { action: "limit.set", object: row.id, decision: "allowed", rule, detail });
    const limit = limitOf(row);
    writer.afterCommit(() => {
      this.#deps.directory.put(limit);
      this.#deps.events.emit("limits.changed", { limitId: limit.id });
    });
    return limit;
  }

  /** What waited because of it starts. Throws `limit.not-found`. */
  async lift(writer: Writer, actor: Actor, id: string): Promise<Limit> {
    const { audit } = this.#deps;
    const [row] = await writer.select(limitTable, { where: { id } });
    if (!row) throw new OctopusError("limit.not-found", `There is no limit ${id}.`, { id });
    const rule = assertMay(actor, { name: "freeze.end", ownerId: row.by_id }, `lift ${id}`);
    await writer.delete(limitTable, { id });
    await audit.record(writer, actor, { action: "limit.lift", object: id, decision: "allowed", rule });
    writer.afterCommit(() => {
      this.#deps.directory.remove(id);
      this.#deps.events.emit("limits.changed", { limitId: id });
    });
    return limitOf(row);
  }
}

async function personId(writer: Writer, name: string): Promise<string> {
  if (name === EACH_PERSON) return EACH_PERSON;
  const [user] = await writer.select(userTable, { where: { name_key: name.toLowerCase() } });
  if (user) return user.id;
  throw new OctopusError("user.not-found", `There is no user ${name}.`, { name });
}

function whatOf({ action, person, targets, task }: LimitRequest): string {
  const who = person === undefined ? [] : [person === EACH_PERSON ? "by one person" : `by ${person}`];
  const where = targets === undefined ? [] : [`on ${targets.include.join(", ")}`];
  const of = action === undefined ? [] : [`of ${action}`];
  const ofTask = task === undefined ? [] : [`of ${task}`];
  return ["runs", ...of, ...ofTask, ...where, ...who].join(" ");
}

function assertMay(actor: Actor, capability: Capability, what: string): string {
  const access = decideAccess(actor, capability);
  if (access.allowed) return access.rule;
  throw new OctopusError("access.denied", `You may not ${what}: ${access.why}.`, { rule: access.rule });
}
