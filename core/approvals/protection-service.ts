import type { AuditRecorder } from "../audit/audit-recorder.ts";
import type { Clock } from "../kernel/clock.ts";
import { OctopusError } from "../kernel/errors.ts";
import type { Agent } from "../model/agent.ts";
import type { Protection } from "../model/approval.ts";
import { resolveTargets } from "../model/resolve-targets.ts";
import type { Risk } from "../model/risk.ts";
import type { TargetSelector } from "../model/target.ts";
import type { Actor } from "../model/user.ts";
import type { Writer } from "../store/rows.ts";
import { type ProtectionRow, protectionTable } from "../store/tables/approval-table.ts";
import type { MachineDirectory } from "../tasks/action-catalog.ts";
import { assertAllowed } from "../users/assert-allowed.ts";
import { type ApprovalDirectory, MOST_PROTECTIONS } from "./approval-directory.ts";
import { protectionOf } from "./approval-row.ts";

interface Deps {
  readonly clock: Clock;
  readonly audit: AuditRecorder;
  readonly directory: ApprovalDirectory;
  readonly machines: MachineDirectory<Agent>;
}

export interface ProtectionRequest {
  readonly targets: TargetSelector;
  /** From which risk on it bites; `change` unless said. */
  readonly risk?: Risk;
}

/** Marks the places where changes need another person's yes. Only administrators; written to the audit log. */
export class ProtectionService {
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** From now on, also for machines that get the label later. Throws `access.denied`, `run.no-machine`, `request.invalid`. */
  async protect(writer: Writer, actor: Actor, { targets, risk = "change" }: ProtectionRequest): Promise<Protection> {
    const { audit, clock, directory, machines } = this.#deps;
    const rule = assertAllowed(actor, { name: "protection.manage" }, "say where changes need approval");
    if (directory.protections().length >= MOST_PROTECTIONS) {
      throw new OctopusError("request.invalid", `There are ${MOST_PROTECTIONS} protected places; take one away first.`);
    }
    const found = resolveTargets(targets, machines.all());
    const [unmatched] = found.unmatched;
    if (unmatched !== undefined) throw new OctopusError("run.no-machine", `No machine matches "${unmatched}".`);
    if (found.machines.length === 0) throw new OctopusError("run.no-machine", "No machine matches the target.");
    const seq = await writer.next("protection");
    const row: ProtectionRow = {
      id: `G-${seq}`,
      seq,
      targets,
      risk,
      by_id: actor.userId ?? "",
      by_name: actor.name,
      created_at: clock.now(),
    };
    await writer.insert(protectionTable, [row]);
    const names = found.machines.slice(0, 100).map(({ name }) => name);
    const detail = { targets: [...targets.include], except: [...targets.exclude], risk, machines: names };
    await audit.record(writer, actor, { action: "protection.set", object: row.id, decision: "allowed", rule, detail });
    const protection = protectionOf(row);
    writer.afterCommit(() => directory.put(protection));
    return protection;
  }

  /** What waits for approval because of it still does; what is asked for from now on does not. Throws `protection.not-found`. */
  async lift(writer: Writer, actor: Actor, id: string): Promise<Protection> {
    const { audit, directory } = this.#deps;
    const rule = assertAllowed(actor, { name: "protection.manage" }, `lift ${id}`);
    const [row] = await writer.select(protectionTable, { where: { id } });
    if (!row) throw new OctopusError("protection.not-found", `There is no protected place ${id}.`, { id });
    await writer.delete(protectionTable, { id });
    await audit.record(writer, actor, { action: "protection.lift", object: id, decision: "allowed", rule });
    writer.afterCommit(() => directory.remove(id));
    return protectionOf(row);
  }
}
