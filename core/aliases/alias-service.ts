import type { AuditRecorder } from "../audit/audit-recorder.ts";
import type { CoreEvents } from "../events/core-events.ts";
import type { Clock } from "../kernel/clock.ts";
import { OctopusError } from "../kernel/errors.ts";
import type { EventBus } from "../kernel/event-bus.ts";
import type { JsonObject } from "../kernel/json.ts";
import type { Alias } from "../model/alias.ts";
import type { Frame } from "../model/frame.ts";
import type { Actor } from "../model/user.ts";
import type { Reader, Writer } from "../store/rows.ts";
import { type AliasRow, aliasTable } from "../store/tables/alias-table.ts";
import { assertAllowed } from "../users/assert-allowed.ts";

interface Deps {
  readonly clock: Clock;
  readonly audit: AuditRecorder;
  readonly events: EventBus<CoreEvents>;
}

export interface NewAlias {
  readonly name: string;
  readonly text: string;
  /** What it means; asks for work. */
  readonly frame: Frame;
}

/** Bounds of a phrase: long enough for a sentence, few enough to look through. */
const LONGEST_NAME = 60;
const MOST_ALIASES = 1_000;

/** Phrases that people teach: "morning check" for a whole request. Using one asks for the rights of what it stands for. */
export class AliasService {
  readonly #deps: Deps;
  readonly #reader: Reader;

  constructor(reader: Reader, deps: Deps) {
    this.#reader = reader;
    this.#deps = deps;
  }

  /** All of them, by name. */
  async all(): Promise<readonly Alias[]> {
    const rows = await this.#reader.select(aliasTable, { orderBy: [{ column: "name" }], limit: MOST_ALIASES });
    return rows.map(aliasOf);
  }

  /** Teaches a phrase; one's own of that name is replaced. Throws `request.invalid`, `request.conflict`, `access.denied`. */
  async create(writer: Writer, actor: Actor, wanted: NewAlias): Promise<Alias> {
    const rule = assertAllowed(actor, { name: "alias.teach" }, "teach phrases");
    const name = plainName(wanted.name);
    const [before] = await writer.select(aliasTable, { where: { name } });
    if (before && !mayChange(actor, before)) {
      const sentence = `"${name}" was taught by ${before.owner_name}; only that person or an administrator may change it.`;
      throw new OctopusError("request.conflict", sentence, { name });
    }
    if (!before && (await writer.count(aliasTable, {})) >= MOST_ALIASES) {
      throw new OctopusError("request.invalid", `There are ${MOST_ALIASES} phrases already; forget some first.`);
    }
    const row: AliasRow = {
      name,
      text: wanted.text.slice(0, 2_000),
      frame: JSON.parse(JSON.stringify(wanted.frame)) as JsonObject,
      owner_id: actor.userId ?? "",
      owner_name: actor.name,
      created_at: this.#deps.clock.now(),
    };
    if (before) await writer.delete(aliasTable, { name });
    await writer.insert(aliasTable, [row]);
    await this.#record(writer, actor, { action: "alias.create", name, rule, text: row.text });
    return aliasOf(row);
  }

  /** Forgets a phrase. Throws `request.not-found`, `access.denied`. */
  async remove(writer: Writer, actor: Actor, said: string): Promise<void> {
    const name = said.toLowerCase();
    const [row] = await writer.select(aliasTable, { where: { name } });
    if (!row) throw new OctopusError("request.not-found", `Nobody taught me "${name}".`, { name });
    if (!mayChange(actor, row)) {
      const sentence = `"${name}" was taught by ${row.owner_name}; only that person or an administrator may remove it.`;
      throw new OctopusError("access.denied", sentence, { rule: "owner-or-admin" });
    }
    await writer.delete(aliasTable, { name });
    await this.#record(writer, actor, { action: "alias.remove", name, rule: "owner-or-admin", text: row.text });
  }

  async #record(
    writer: Writer,
    actor: Actor,
    fact: { readonly action: string; readonly name: string; readonly rule: string; readonly text: string },
  ): Promise<void> {
    const { action, name, rule, text } = fact;
    await this.#deps.audit.record(writer, actor, { action, object: name, decision: "allowed", rule, detail: { text } });
    writer.afterCommit(() => this.#deps.events.emit("aliases.changed", {}));
  }
}

function mayChange(actor: Actor, row: AliasRow): boolean {
  return actor.role === "admin" || row.owner_id === (actor.userId ?? "");
}

function plainName(said: string): string {
  const name = said.trim().toLowerCase().replaceAll(/\s+/g, " ");
  if (name.length > 0 && name.length <= LONGEST_NAME && !/\p{C}/u.test(name)) return name;
  const got = JSON.stringify(name.slice(0, 80));
  throw new OctopusError("request.invalid", `A phrase has 1 to ${LONGEST_NAME} plain characters (got ${got}).`);
}

function aliasOf({ name, text, frame, owner_name: ownerName, created_at: createdAt }: AliasRow): Alias {
  return { name, text, frame: frame as unknown as Frame, ownerName, createdAt };
}
