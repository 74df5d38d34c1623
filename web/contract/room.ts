import { count, type Dto, filledText, flag, instant, list, object, oneOf, text } from "./schema.ts";
import { scheduleSchema, targetsSchema } from "./task.ts";

const kind = oneOf(["default", "quiet", "digest", "escalation"]);
const wallTime = { type: "string", pattern: "^(?:[01][0-9]|2[0-3]):[0-5][0-9]$" } as const;

/** What a channel, or oneself, has said once and for all: where sentences without a place happen, quiet hours, a digest, who is told when nobody answers. */
export const roomSettingSchema = object(
  {
    scope: text(200),
    kind,
    name: text(80),
    shared: flag,
    targets: targetsSchema,
    from: text(5),
    to: text(5),
    timeZone: text(60),
    schedule: scheduleSchema,
    afterMs: count,
    tells: text(100),
    nextAt: instant,
    byName: text(100),
    setAt: instant,
  },
  ["targets", "from", "to", "timeZone", "schedule", "afterMs", "tells", "nextAt"],
);
export type RoomSettingDto = Dto<typeof roomSettingSchema>;

export const roomSettingListSchema = object({ items: list(roomSettingSchema) });

/** Of a channel that has said it before: targets for its default, from and to for its quiet hours. */
export const changeRoomSchema = {
  ...object({ scope: filledText(200), targets: targetsSchema, from: wallTime, to: wallTime }, [
    "targets",
    "from",
    "to",
  ]),
  minProperties: 2,
} as const;

export const roomSettingParams = object({ kind, scope: filledText(200) });
