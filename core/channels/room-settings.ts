import type { AuditRecorder } from "../audit/audit-recorder.ts";
import type { Clock } from "../kernel/clock.ts";
import { OctopusError } from "../kernel/errors.ts";
import type { JsonObject } from "../kernel/json.ts";
import { type Decoded, validator } from "../kernel/validator.ts";
import { decideAccess } from "../model/permission.ts";
import type { Schedule } from "../model/schedule.ts";
import type { TargetSelector } from "../model/target.ts";
import type { Actor } from "../model/user.ts";
import type { Reader, Writer } from "../store/rows.ts";
import { type RoomSettingRow, roomSettingTable } from "../store/tables/room-table.ts";

/** Who else is told when nobody answers: a channel ("#ops-leads") or somebody by name. */
export interface Escalation {
  readonly afterMs: number;
  readonly channel?: string;
  readonly user?: string;
}

/** What can be said once and for all, by kind. */
export interface RoomValues {
  /** Where something happens when no place is named. */
  readonly default: { readonly targets: TargetSelector };
  /** Notices wait from then until then, wall times "22:00" in the zone. */
  readonly quiet: { readonly from: string; readonly to: string; readonly timeZone: string };
  /** When the room is told what failed; `lastAt`: until when it was told. */
  readonly digest: { readonly schedule: Schedule; readonly timeZone: string; readonly lastAt: number };
  /** Who is told of a request from here that nobody answers, and after how long. */
  readonly escalation: Escalation;
}
export type RoomKind = keyof RoomValues;

/** A room of many, or somebody's own. */
export interface Room {
  readonly scope: string;
  readonly shared: boolean;
  readonly name: string;
}

export interface RoomSetting<Kind extends RoomKind = RoomKind> {
  readonly scope: string;
  readonly name: string;
  readonly value: RoomValues[Kind];
  readonly byName: string;
  readonly setAt: number;
  readonly nextAt: number | undefined;
}

const terms = { type: "array", maxItems: 200, items: { type: "string", maxLength: 300 } };
const clock = { type: "string", pattern: "^[0-2][0-9]:[0-5][0-9]$" };
const object = (properties: JsonObject) => ({
  type: "object",
  additionalProperties: false,
  required: Object.keys(properties),
  properties,
});
const DECODERS: { readonly [Kind in RoomKind]: (value: unknown) => Decoded<RoomValues[Kind]> } = {
  default: validator(object({ targets: object({ include: terms, exclude: terms }) })),
  quiet: validator(object({ from: clock, to: clock, timeZone: { type: "string", maxLength: 60 } })),
  digest: validator(
    object({
      schedule: { type: "object", required: ["kind"] },
      timeZone: { type: "string", maxLength: 60 },
      lastAt: { type: "number" },
    }),
  ),
  escalation: validator({
    type: "object",
    additionalProperties: false,
    required: ["afterMs"],
    properties: {
      afterMs: { type: "integer", minimum: 60_000 },
      channel: { type: "string", maxLength: 100 },
      user: { type: "string", maxLength: 100 },
    },
  }),
};

interface Deps {
  readonly reader: Reader;
  readonly clock: Clock;
  readonly audit: AuditRecorder;
}

/** What rooms and people have said once and for all. Who may say it for others is asked here; it is in the audit log. */
export class RoomSettings {
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** Undefined: nothing was said, or what was kept cannot be read any more. */
  async get<Kind extends RoomKind>(scope: string, kind: Kind): Promise<RoomSetting<Kind> | undefined> {
    const [row] = await this.#deps.reader.select(roomSettingTable, { where: { scope, kind } });
    return row && settingOf(row, kind);
  }

  /** All of one kind, by the name of the room. */
  async all<Kind extends RoomKind>(kind: Kind): Promise<readonly RoomSetting<Kind>[]> {
    const options = { where: { kind }, orderBy: [{ column: "scope" }], limit: 1_000 } as const;
    const rows = await this.#deps.reader.select(roomSettingTable, options);
    return rows.flatMap((row) => settingOf(row, kind) ?? []);
  }

  /** Replaces what was said before. Throws `access.denied`. */
  async set<Kind extends RoomKind>(
    writer: Writer,
    actor: Actor,
    room: Room,
    wanted: { readonly kind: Kind; readonly value: RoomValues[Kind]; readonly nextAt?: number },
  ): Promise<void> {
    const { kind, value, nextAt } = wanted;
    const rule = assertMaySet(actor, room);
    const { scope, name } = room;
    await writer.delete(roomSettingTable, { scope, kind });
    const row: RoomSettingRow = {
      scope,
      kind,
      value: JSON.parse(JSON.stringify(value)) as JsonObject,
      next_at: nextAt ?? null,
      name: name.slice(0, 80),
      by_id: actor.userId ?? "",
      by_name: actor.name,
      set_at: this.#deps.clock.now(),
    };
    await writer.insert(roomSettingTable, [row]);
    const fact = { action: `room.${kind}`, object: scope, decision: "allowed", rule } as const;
    await this.#deps.audit.record(writer, actor, { ...fact, detail: row.value });
  }

  /** Forgets it; false when there was nothing. Throws `access.denied`. */
  async clear(writer: Writer, actor: Actor, room: Room, kind: RoomKind): Promise<boolean> {
    const rule = assertMaySet(actor, room);
    const gone = await writer.delete(roomSettingTable, { scope: room.scope, kind });
    if (gone === 0) return false;
    const fact = { action: `room.${kind}.clear`, object: room.scope, decision: "allowed", rule } as const;
    await this.#deps.audit.record(writer, actor, fact);
    return true;
  }
}

function assertMaySet(actor: Actor, { shared }: Room): string {
  const access = decideAccess(actor, { name: "room.set", shared });
  if (access.allowed) return access.rule;
  throw new OctopusError("access.denied", `You may not set this here: ${access.why}.`, { rule: access.rule });
}

function settingOf<Kind extends RoomKind>(row: RoomSettingRow, kind: Kind): RoomSetting<Kind> | undefined {
  const decoded = DECODERS[kind](row.value);
  if (!decoded.ok) return undefined;
  const { scope, name, by_name: byName, set_at: setAt, next_at } = row;
  return { scope, name, byName, setAt, value: decoded.value, nextAt: next_at ?? undefined };
}
