import type { Incoming } from "../../bot/conversation/incoming.ts";
import { APPROVING_ROLES } from "../../core/approvals/approval-directory.ts";
import { ApprovalRounds } from "../../core/approvals/approval-rounds.ts";
import { Escalations } from "../../core/channels/escalations.ts";
import { silentLogger } from "../../core/kernel/logger.ts";
import type { Card } from "../../core/model/card.ts";
import type { UserId } from "../../core/model/ids.ts";
import type { Role, User } from "../../core/model/user.ts";
import { protectionTable } from "../../core/store/tables/approval-table.ts";
import { conversationTable, messageTable } from "../../core/store/tables/conversation-table.ts";
import { runTable } from "../../core/store/tables/run-table.ts";
import { userTable } from "../../core/store/tables/user-table.ts";
import { anActor } from "./actors.ts";
import { ConversationWorld, TEN } from "./conversation-world.ts";

const ROLES: Readonly<Record<string, Role>> = {
  rita: "requester",
  olga: "operator",
  grace: "approver",
  gil: "approver",
  ada: "admin",
};

/** Five people who each talk in a place of their own, and what the bot tells them there unasked. */
export class AskingWorld extends ConversationWorld {
  readonly escalations = new Escalations({ reader: this.store, rooms: this.services.rooms, usual: undefined });
  readonly #notifier = this.#notifierWithEscalations();

  static async begin(names: readonly string[] = Object.keys(ROLES)): Promise<AskingWorld> {
    const users = names.map((name) => aUser(name, ROLES[name] ?? "viewer"));
    const world = new AskingWorld({ users });
    const rows = users.map(({ id, name, role, state }) => ({
      ...{ id, name, role, state, name_key: name },
      ...{ password_hash: null, time_zone: null, created_at: TEN },
    }));
    await world.store.write((writer) => writer.insert(userTable, rows));
    await world.approvalRules.load();
    return world;
  }

  #notifierWithEscalations() {
    this.services = { ...this.services, escalations: this.escalations };
    this.restart();
    return this.notifier();
  }

  /** The headline of each answer. */
  async says(name: string, text: string, overrides: Partial<Incoming> = {}): Promise<readonly string[]> {
    return (await this.cardsFor(name, text, overrides)).map(({ headline }) => headline);
  }

  async cardsFor(name: string, text: string, overrides: Partial<Incoming> = {}): Promise<readonly Card[]> {
    const actor = anActor(ROLES[name] ?? "viewer", name);
    const handled = await this.say(text, { actor, address: `of-${name}`, ...overrides });
    await this.tell();
    return handled.replies.flatMap(({ card }) => card ?? []);
  }

  /** Says it where the bot has told this person something unasked. */
  async answers(name: string, text: string): Promise<readonly string[]> {
    const where = { channel: "web", address: `notices:usr_${name}` };
    const [row] = await this.store.select(conversationTable, { where });
    return await this.says(name, text, { ...where, ...(row && { conversationId: row.id }) });
  }

  /** Delivers what is due. */
  async tell(): Promise<void> {
    for (let rounds = 0; rounds < 3; rounds += 1) await this.#notifier.runOnce();
  }

  async minutes(count: number): Promise<void> {
    this.now += count * 60_000;
    const { audit, clock, events, store } = this.services;
    const escalation = (conversationId: string | undefined) => this.escalations.of(conversationId);
    const times = { remindAfterMs: 600_000, escalation };
    const rounds = new ApprovalRounds({ audit, clock, events, store, logger: silentLogger, ...times });
    await rounds.runOnce();
    await this.tell();
  }

  /** What stands in somebody's own place, or where they are told things, oldest first. */
  async shown(address: string): Promise<readonly Card[]> {
    const [row] = await this.store.select(conversationTable, { where: { address } });
    const where = { conversation_id: row?.id ?? "", direction: "out" };
    const messages = await this.store.select(messageTable, { where, orderBy: [{ column: "seq" }] });
    return messages.flatMap(({ card }) => card ?? []);
  }

  async told(name: string): Promise<readonly Card[]> {
    return await this.shown(`notices:usr_${name}`);
  }

  async runs(): Promise<readonly string[]> {
    const rows = await this.store.select(runTable, { orderBy: [{ column: "seq" }] });
    return rows.map(({ action, id, requested_by_name }) => `${id} ${action} by ${requested_by_name}`);
  }

  async protect(term: string): Promise<void> {
    const row = { id: "G-1", seq: 1, targets: { include: [term], exclude: [] }, risk: "change" };
    const by = { by_id: "usr_ada", by_name: "ada", created_at: TEN };
    await this.store.write((writer) => writer.insert(protectionTable, [{ ...row, ...by }]));
    await this.approvalRules.load();
  }

  approvers(): readonly string[] {
    return Object.keys(ROLES).filter((name) => APPROVING_ROLES.some((role) => role === ROLES[name]));
  }
}

function aUser(name: string, role: Role): User {
  return { id: `usr_${name}` as UserId, name, role, state: "active", timeZone: undefined, createdAt: TEN };
}
