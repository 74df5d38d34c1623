import type { AuditRecorder } from "../audit/audit-recorder.ts";
import type { CoreEvents } from "../events/core-events.ts";
import type { Clock } from "../kernel/clock.ts";
import { OctopusError } from "../kernel/errors.ts";
import type { EventBus } from "../kernel/event-bus.ts";
import type { Agent } from "../model/agent.ts";
import type { Freeze } from "../model/freeze.ts";
import { type Capability, decideAccess } from "../model/permission.ts";
import { resolveTargets } from "../model/resolve-targets.ts";
import type { Risk } from "../model/risk.ts";
import type { TargetSelector } from "../model/target.ts";
import type { Actor } from "../model/user.ts";
import type { Writer } from "../store/rows.ts";
import { type FreezeRow, freezeTable } from "../store/tables/freeze-table.ts";
import type { MachineDirectory } from "../tasks/action-catalog.ts";
import { type FreezeDirectory, MOST_OPEN_FREEZES } from "./freeze-directory.ts";
import { freezeOf } from "./freeze-row.ts";

interface Deps {
  readonly clock: Clock;
  readonly events: EventBus<CoreEvents>;
  readonly audit: AuditRecorder;
  readonly directory: FreezeDirectory;
  readonly machines: MachineDirectory<Agent>;
}

export interface FreezeRequest {
  readonly targets: TargetSelector;
  /** From which risk on it bites; `change` unless said. */
  readonly risk?: Risk;
  /** Now unless said. */
  readonly startsAt?: number;
  /** Exclusive; without it somebody has to end it. */
  readonly endsAt?: number;
  readonly reason: string;
}

/** Starting and ending freezes. Checked against rights and written to the audit log in the caller's unit. */
export class FreezeService {
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** The machines that it would hold today. Throws `run.no-machine` and `request.invalid` for what makes no sense. */
  check(request: FreezeRequest): readonly Agent[] {
    const { clock, directory, machines } = this.#deps;
    const now = clock.now();
    const { endsAt, startsAt = now } = request;
    if (endsAt !== undefined && endsAt <= Math.max(startsAt, now)) {
      throw new OctopusError("request.invalid", "A freeze must end after it starts, and after now.");
    }
    if (directory.open().length >= MOST_OPEN_FREEZES) {
      throw new OctopusError("request.invalid", `There are ${MOST_OPEN_FREEZES} open freezes; end one first.`);
    }
    const found = resolveTargets(request.targets, machines.all());
    const [unmatched] = found.unmatched;
    if (unmatched !== undefined) throw new OctopusError("run.no-machine", `No machine matches "${unmatched}".`);
    if (found.machines.length === 0) throw new OctopusError("run.no-machine", "No machine matches the target.");
    return found.machines;
  }

  async start(writer: Writer, actor: Actor, request: FreezeRequest): Promise<Freeze> {
    const { audit, clock } = this.#deps;
    const rule = assertMay(actor, { name: "freeze.start" }, "start a freeze");
    if (actor.userId === undefined) throw new OctopusError("access.denied", "Only a person can start a freeze.");
    const held = this.check(request);
    const now = clock.now();
    const seq = await writer.next("freeze");
    const row: FreezeRow = {
      id: `F-${seq}`,
      seq,
      state: "open",
      targets: request.targets,
      risk: request.risk ?? "change",
      starts_at: request.startsAt ?? now,
      ends_at: request.endsAt ?? null,
      reason: request.reason,
      by_id: actor.userId,
      by_name: actor.name,
      created_at: now,
      ended_at: null,
      ended_by_name: null,
    };
    await writer.insert(freezeTable, [row]);
    const detail = { machines: held.slice(0, 100).map((machine) => machine.name), risk: row.risk, reason: row.reason };
    await audit.record(writer, actor, { action: "freeze.start", object: row.id, decision: "allowed", rule, detail });
    return this.#shown(writer, row);
  }

  /** Before its time. Throws `freeze.not-found`, and `request.conflict` when it is over already. */
  async end(writer: Writer, actor: Actor, id: string): Promise<Freeze> {
    const { audit, clock } = this.#deps;
    const [row] = await writer.select(freezeTable, { where: { id } });
    if (!row) throw new OctopusError("freeze.not-found", `There is no freeze ${id}.`, { id });
    const rule = assertMay(actor, { name: "freeze.end", ownerId: row.by_id }, `end ${id}`);
    const change = { state: "ended", ended_at: clock.now(), ended_by_name: actor.name };
    if ((await writer.update(freezeTable, { id, state: "open" }, change)) === 0) {
      throw new OctopusError("request.conflict", `Freeze ${id} was already ended by ${row.ended_by_name}.`, { id });
    }
    await audit.record(writer, actor, { action: "freeze.end", object: id, decision: "allowed", rule });
    return this.#shown(writer, { ...row, ...change });
  }

  #shown(writer: Writer, row: FreezeRow): Freeze {
    const freeze = freezeOf(row);
    writer.afterCommit(() => {
      this.#deps.directory.put(freeze);
      this.#deps.events.emit("freezes.changed", { freezeId: freeze.id });
    });
    return freeze;
  }
}

function assertMay(actor: Actor, capability: Capability, what: string): string {
  const access = decideAccess(actor, capability);
  if (access.allowed) return access.rule;
  throw new OctopusError("access.denied", `You may not ${what}: ${access.why}.`, { rule: access.rule });
}
