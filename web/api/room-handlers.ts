import type { Room, RoomKind, RoomSetting, RoomValues } from "../../core/channels/room-settings.ts";
import { OctopusError } from "../../core/kernel/errors.ts";
import type { TargetSelector } from "../../core/model/target.ts";
import type { Actor } from "../../core/model/user.ts";
import type { Store, Writer } from "../../core/store/rows.ts";
import type { RoomSettingDto } from "../contract/room.ts";
import type { ROOM_ROUTES } from "../contract/routes/room-routes.ts";
import type { Handlers } from "./route-handler.ts";

/** Settings of rooms as the web asks for them. Throws `access.denied`. */
export interface RoomUseCases {
  all<Kind extends RoomKind>(kind: Kind): Promise<readonly RoomSetting<Kind>[]>;
  get<Kind extends RoomKind>(scope: string, kind: Kind): Promise<RoomSetting<Kind> | undefined>;
  set<Kind extends RoomKind>(
    writer: Writer,
    actor: Actor,
    room: Room,
    wanted: { readonly kind: Kind; readonly value: RoomValues[Kind]; readonly nextAt?: number },
  ): Promise<void>;
  clear(writer: Writer, actor: Actor, room: Room, kind: RoomKind): Promise<boolean>;
  /** Throws `run.no-machine` where nothing is meant by it. */
  assertMeant(targets: TargetSelector): void;
}

interface Deps {
  readonly store: Pick<Store, "write">;
  readonly rooms: RoomUseCases;
}

export function roomHandlers({ rooms, store }: Deps): Handlers<keyof typeof ROOM_ROUTES> {
  const find = async (actor: Actor, scope: string, kind: RoomKind): Promise<RoomSetting> => {
    const known = await rooms.get(scope, kind);
    if (known && isShown(actor, known)) return known;
    throw new OctopusError("request.not-found", "Nothing like that is set there.");
  };
  return {
    "room.list": async ({ actor }) => {
      const [defaults, quiet, digests, escalations] = await Promise.all([
        rooms.all("default"),
        rooms.all("quiet"),
        rooms.all("digest"),
        rooms.all("escalation"),
      ]);
      const shown = <Kind extends RoomKind>(kind: Kind, all: readonly RoomSetting<Kind>[]) =>
        all.filter((one) => isShown(actor, one)).map((one) => settingDto(kind, one));
      const told = [...shown("digest", digests), ...shown("escalation", escalations)];
      return { items: [...shown("default", defaults), ...shown("quiet", quiet), ...told] };
    },
    "room.change": async ({ actor, body }) => {
      const { from, scope, targets, to } = body;
      const kind = targets ? "default" : "quiet";
      const known = await find(actor, scope, kind);
      const { timeZone = "UTC" } = known.value as Partial<RoomValues["quiet"]>;
      if (targets) rooms.assertMeant(targets);
      else if (from === undefined || to === undefined || from === to) {
        throw new OctopusError("request.invalid", "Quiet hours need two different times: from and to.");
      }
      const value = targets ? { targets } : { from: from ?? "", to: to ?? "", timeZone };
      await store.write((writer) => rooms.set(writer, actor, roomOf(known), { kind, value }));
      return settingDto(kind, await find(actor, scope, kind));
    },
    "room.clear": async ({ actor, params }) => {
      const known = await find(actor, params.scope, params.kind);
      await store.write((writer) => rooms.clear(writer, actor, roomOf(known), params.kind));
      return undefined;
    },
  };
}

/** Channels, and what is one's own. */
function isShown(actor: Actor, { name, scope }: RoomSetting): boolean {
  return name.startsWith("#") || scope === `user/${actor.userId ?? ""}`;
}

function roomOf({ name, scope }: RoomSetting): Room {
  return { scope, name, shared: name.startsWith("#") };
}

function settingDto(kind: RoomKind, setting: RoomSetting): RoomSettingDto {
  const { byName, name, nextAt, scope, setAt } = setting;
  const { afterMs, channel, from, schedule, targets, timeZone, to, user } = setting.value as Partial<
    RoomValues["default"] & RoomValues["quiet"] & RoomValues["digest"] & RoomValues["escalation"]
  >;
  return {
    ...{ scope, kind, name, byName, setAt, shared: name.startsWith("#") },
    ...(targets && { targets: { include: [...targets.include], exclude: [...targets.exclude] } }),
    ...(from !== undefined && to !== undefined && { from, to }),
    ...(timeZone !== undefined && { timeZone }),
    ...(schedule && { schedule }),
    ...(afterMs !== undefined && { afterMs, tells: channel ?? user ?? "" }),
    ...(nextAt !== undefined && { nextAt }),
  };
}
