import type { AuditRecorder } from "../audit/audit-recorder.ts";
import type { CoreEvents } from "../events/core-events.ts";
import type { Clock } from "../kernel/clock.ts";
import { OctopusError } from "../kernel/errors.ts";
import type { EventBus } from "../kernel/event-bus.ts";
import type { JsonObject } from "../kernel/json.ts";
import { type Randomness, randomId } from "../kernel/randomness.ts";
import type { Actor, Role, User } from "../model/user.ts";
import type { Writer } from "../store/rows.ts";
import { sessionTable, type UserRow, userTable } from "../store/tables/user-table.ts";
import { assertAllowed } from "./assert-allowed.ts";
import type { PasswordHash } from "./password-hasher.ts";
import { assertTimeZone } from "./time-zone.ts";
import { assertUserName, nameKey } from "./user-name.ts";
import { userOf } from "./user-row.ts";

interface Deps {
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly audit: AuditRecorder;
  readonly events: EventBus<CoreEvents>;
}

export interface NewUser {
  readonly name: string;
  readonly role: Role;
  /** From `PasswordHasher.hash`, made before the unit began; left out for people who sign in another way. */
  readonly passwordHash?: PasswordHash;
  readonly timeZone?: string;
}

interface Change {
  readonly action: string;
  readonly rule: string;
  readonly detail?: JsonObject;
}

/** What admins do with people, and people with themselves. The last admin can neither be demoted nor disabled. */
export class UserService {
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** Throws `access.denied`, `request.invalid`, `user.name-taken`. */
  async create(writer: Writer, actor: Actor, wanted: NewUser): Promise<User> {
    const rule = assertAllowed(actor, { name: "user.manage" }, "add people");
    assertUserName(wanted.name);
    if (wanted.timeZone !== undefined) assertTimeZone(wanted.timeZone);
    const { clock, randomness, audit } = this.#deps;
    const row: UserRow = {
      id: randomId("usr", randomness),
      name: wanted.name,
      name_key: nameKey(wanted.name),
      role: wanted.role,
      state: "active",
      password_hash: wanted.passwordHash ?? null,
      time_zone: wanted.timeZone ?? null,
      created_at: clock.now(),
    };
    if (!(await writer.insertNew(userTable, row))) {
      throw new OctopusError("user.name-taken", `Somebody is called "${wanted.name}" already.`, { name: wanted.name });
    }
    const detail = { name: wanted.name, role: wanted.role };
    await audit.record(writer, actor, { action: "user.create", object: row.id, decision: "allowed", rule, detail });
    this.#announce(writer, row.id);
    return userOf(row);
  }

  async setRole(writer: Writer, actor: Actor, id: string, role: Role): Promise<User> {
    const rule = assertAllowed(actor, { name: "user.manage" }, "change roles");
    const row = await this.#row(writer, id);
    if (role !== "admin") await this.#assertNotLastAdmin(writer, row);
    const detail = { name: row.name, from: row.role, to: role };
    return await this.#write(writer, actor, row, { role }, { action: "user.role", rule, detail });
  }

  /** Ends all sessions at once; tokens sleep until the person is enabled again. */
  async disable(writer: Writer, actor: Actor, id: string): Promise<User> {
    const rule = assertAllowed(actor, { name: "user.manage" }, "disable people");
    const row = await this.#row(writer, id);
    await this.#assertNotLastAdmin(writer, row);
    await writer.delete(sessionTable, { user_id: id });
    const detail = { name: row.name };
    return await this.#write(writer, actor, row, { state: "disabled" }, { action: "user.disable", rule, detail });
  }

  async enable(writer: Writer, actor: Actor, id: string): Promise<User> {
    const rule = assertAllowed(actor, { name: "user.manage" }, "enable people");
    const row = await this.#row(writer, id);
    const detail = { name: row.name };
    return await this.#write(writer, actor, row, { state: "active" }, { action: "user.enable", rule, detail });
  }

  /** One's own, or anybody's as admin. Ends all sessions of the person: whoever knew the old password is out. */
  async setPassword(writer: Writer, actor: Actor, id: string, hash: PasswordHash): Promise<User> {
    const rule = ownOrManage(actor, id, "change the passwords of others");
    const row = await this.#row(writer, id);
    await writer.delete(sessionTable, { user_id: id });
    const detail = { name: row.name };
    return await this.#write(writer, actor, row, { password_hash: hash }, { action: "user.password", rule, detail });
  }

  async setTimeZone(writer: Writer, actor: Actor, id: string, timeZone: string): Promise<User> {
    const rule = ownOrManage(actor, id, "change the settings of others");
    assertTimeZone(timeZone);
    const row = await this.#row(writer, id);
    const detail = { name: row.name, timeZone };
    return await this.#write(writer, actor, row, { time_zone: timeZone }, { action: "user.time-zone", rule, detail });
  }

  async #row(writer: Writer, id: string): Promise<UserRow> {
    const [row] = await writer.select(userTable, { where: { id } });
    if (row) return row;
    throw new OctopusError("user.not-found", `There is no user ${id}.`, { id });
  }

  async #assertNotLastAdmin(writer: Writer, row: UserRow): Promise<void> {
    if (row.role !== "admin" || row.state !== "active") return;
    // Where several servers share a database, the counter's row makes two demotions at one moment follow each other.
    await writer.next("admin-change");
    const admins = await writer.count(userTable, { role: "admin", state: "active" });
    if (admins > 1) return;
    const sentence = `${row.name} is the last administrator; make somebody else one first.`;
    throw new OctopusError("user.last-admin", sentence, { id: row.id });
  }

  async #write(writer: Writer, actor: Actor, row: UserRow, fields: Partial<UserRow>, change: Change): Promise<User> {
    await writer.update(userTable, { id: row.id }, fields);
    await this.#deps.audit.record(writer, actor, { ...change, object: row.id, decision: "allowed" });
    this.#announce(writer, row.id);
    return userOf({ ...row, ...fields });
  }

  #announce(writer: Writer, userId: string): void {
    writer.afterCommit(() => this.#deps.events.emit("user.changed", { userId }));
  }
}

function ownOrManage(actor: Actor, id: string, what: string): string {
  return actor.userId === id ? "own" : assertAllowed(actor, { name: "user.manage" }, what);
}
