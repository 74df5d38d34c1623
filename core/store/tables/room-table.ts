import type { JsonObject } from "../../kernel/json.ts";
import { defineTable, integer, json, nullable, text } from "../define-table.ts";

/** What a room, or a person, has said once and for all: its default place, its quiet hours, its digest. */
export interface RoomSettingRow {
  /** "slack/T1/C1", "web/cnv_1", "user/usr_1". */
  readonly scope: string;
  /** "default", "quiet", "digest". */
  readonly kind: string;
  readonly value: JsonObject;
  /** When it must be looked at by itself, such as the next digest. */
  readonly next_at: number | null;
  /** What the room is called, as far as that was known. */
  readonly name: string;
  readonly by_id: string;
  readonly by_name: string;
  readonly set_at: number;
}
export const roomSettingTable = defineTable<RoomSettingRow>("room_setting", {
  columns: {
    scope: text,
    kind: text,
    value: json,
    next_at: nullable(integer),
    name: text,
    by_id: text,
    by_name: text,
    set_at: integer,
  },
  key: ["scope", "kind"],
  indexes: [{ name: "room_setting_next", columns: ["next_at"] }],
});

/** A notice that waits for the end of quiet hours. */
export interface HeldNoticeRow {
  /** Names the run and the place: held once. */
  readonly topic: string;
  readonly run_id: string;
  /** Where it goes. */
  readonly channel: string;
  readonly base: string;
  readonly user_id: string;
  readonly held_at: number;
  readonly release_at: number;
}
export const heldNoticeTable = defineTable<HeldNoticeRow>("held_notice", {
  columns: {
    topic: text,
    run_id: text,
    channel: text,
    base: text,
    user_id: text,
    held_at: integer,
    release_at: integer,
  },
  key: ["topic"],
  indexes: [{ name: "held_notice_release", columns: ["release_at"] }],
});
