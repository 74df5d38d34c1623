import type { ApprovalDeps } from "../../core/approvals/approval-deps.ts";
import { ApprovalQueries } from "../../core/approvals/approval-queries.ts";
import { ApprovalRounds } from "../../core/approvals/approval-rounds.ts";
import { ApprovalService } from "../../core/approvals/approval-service.ts";
import type { ApprovalWork } from "../../core/approvals/approval-work.ts";
import { ProtectionService } from "../../core/approvals/protection-service.ts";
import { isOctopusError } from "../../core/kernel/errors.ts";
import { silentLogger } from "../../core/kernel/logger.ts";
import type { Approval } from "../../core/model/approval.ts";
import type { Actor, Role } from "../../core/model/user.ts";
import type { Writer } from "../../core/store/rows.ts";
import { runTable } from "../../core/store/tables/run-table.ts";
import { userTable } from "../../core/store/tables/user-table.ts";
import { actorOf } from "../../core/users/actor-of.ts";
import { userOf } from "../../core/users/user-row.ts";
import { anActor } from "./actors.ts";
import { aRequest, CoreWorld } from "./core-world.ts";

export const APPROVAL_MINUTES = 30;
const MINUTE = 60_000;

/** People with roles, a place that is protected, and the real services over the memory store. */
export class ApprovalWorld extends CoreWorld {
  readonly queries = new ApprovalQueries(this.store);
  readonly protections: ProtectionService;
  approvals: ApprovalService;
  rounds: ApprovalRounds;
  /** Who else is told, and when; nobody unless a test says so. */
  escalation: { readonly afterMs: number } | undefined;

  constructor() {
    super();
    const { approvalDirectory: directory, clock } = this;
    const machines = { all: () => this.machines, get: (id: string) => this.machines.find((one) => one.id === id) };
    this.protections = new ProtectionService({ clock, audit: this.audit, directory, machines });
    this.approvals = this.#service();
    this.rounds = this.#rounds();
  }

  get audit() {
    return {
      record: async (_writer: Writer, actor: Actor, fact: (typeof this.audited)[number] | object) => {
        this.audited.push({ ...(fact as (typeof this.audited)[number]), actor: actor.name });
      },
    };
  }

  #service(): ApprovalService {
    return approvalService(this);
  }

  #rounds(): ApprovalRounds {
    const { audit, clock, events, store } = this;
    const escalation = async () => this.escalation;
    const remindAfterMs = 10 * MINUTE;
    return new ApprovalRounds({ audit, clock, events, store, logger: silentLogger, remindAfterMs, escalation });
  }

  /** A new server over the same data. */
  restart(): void {
    this.approvals = this.#service();
    this.rounds = this.#rounds();
  }

  async person(name: string, role: Role, state: "active" | "disabled" = "active"): Promise<Actor> {
    const actor = anActor(role, name);
    const common = { name_key: name, password_hash: "", time_zone: null, created_at: 0 };
    await this.store.write(async (writer) => {
      await writer.delete(userTable, { id: String(actor.userId) });
      await writer.insert(userTable, [{ id: String(actor.userId), name, role, state, ...common }]);
    });
    await this.approvalDirectory.load();
    return actor;
  }

  async protect(...include: readonly string[]): Promise<string> {
    const ada = anActor("admin", "ada");
    const request = { targets: { include, exclude: [] } };
    return (await this.store.write((writer) => this.protections.protect(writer, ada, request))).id;
  }

  async ask(asker: Actor, work: ApprovalWork = restart()): Promise<Approval> {
    return await this.store.write((writer) => this.approvals.request(writer, asker, work));
  }

  /** "granted", "expired", "changed", or the code of what it was refused with. */
  async approve(actor: Actor, id: string, note?: string): Promise<string> {
    return await this.#outcome(async (writer) => (await this.approvals.approve(writer, actor, id, note)).kind);
  }

  async refuse(actor: Actor, id: string, note = "too risky"): Promise<string> {
    return await this.#outcome(async (writer) => (await this.approvals.refuse(writer, actor, id, note)).state);
  }

  async withdraw(actor: Actor, id: string): Promise<string> {
    return await this.#outcome(async (writer) => (await this.approvals.withdraw(writer, actor, id)).state);
  }

  async override(actor: Actor, id: string, reason: string): Promise<string> {
    return await this.#outcome(async (writer) => (await this.approvals.override(writer, actor, id, reason)).kind);
  }

  async #outcome(unit: (writer: Writer) => Promise<string>): Promise<string> {
    try {
      return await this.store.write(unit);
    } catch (error) {
      if (isOctopusError(error)) return error.code;
      throw error;
    }
  }

  async stateOf(id: string): Promise<string> {
    return (await this.queries.get(id)).approval.state;
  }

  async runCount(): Promise<number> {
    return await this.store.count(runTable, {});
  }

  async wait(minutes: number): Promise<void> {
    await this.clock.advance(minutes * MINUTE);
  }
}

/** Of whoever is in the store. */
export function approvalService(deps: Pick<ApprovalDeps, "audit" | "clock" | "events" | "tasks">): ApprovalService {
  const { audit, clock, events, tasks } = deps;
  const find = async (writer: Writer, id: string, via: string) => {
    const [row] = await writer.select(userTable, { where: { id } });
    return row?.state === "active" ? actorOf(userOf(row), via) : undefined;
  };
  return new ApprovalService({ audit, clock, events, tasks, actorOf: find, validMs: APPROVAL_MINUTES * MINUTE });
}

/** "restart nginx on web-1", as somebody types it. */
export function restart(host = "web-1"): ApprovalWork {
  const targets = { include: [`host:${host}`], exclude: [] };
  const text = `restart nginx on ${host}`;
  return {
    kind: "create",
    request: aRequest({ action: "service.restart", params: { service: "nginx" }, targets, text }),
  };
}

/** Where changes need another person's yes, as a conversation sees and sets it. */
export const protections = (deps: ConstructorParameters<typeof ProtectionService>[0]) => ({
  protections: new ProtectionService(deps),
  protectedPlaces: deps.directory,
});
