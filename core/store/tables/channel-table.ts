import type { JsonObject } from "../../kernel/json.ts";
import { defineTable, integer, json, nullable, text } from "../define-table.ts";

/** Something that a chat service handed over and was told is safe here; handled after that, exactly once. */
export interface DeliveryRow {
  readonly id: string;
  readonly seq: number;
  /** "slack". */
  readonly channel: string;
  /** What has one lane is handled in its order: a thread. */
  readonly lane: string;
  /** As it came; emptied when it is done. */
  readonly body: JsonObject;
  /** "waiting", "done". */
  readonly state: string;
  readonly tries: number;
  readonly next_at: number;
  readonly received_at: number;
}
export const deliveryTable = defineTable<DeliveryRow>("channel_delivery", {
  columns: {
    id: text,
    seq: integer,
    channel: text,
    lane: text,
    body: json,
    state: text,
    tries: integer,
    next_at: integer,
    received_at: integer,
  },
  key: ["id"],
  indexes: [
    { name: "channel_delivery_waiting", columns: ["channel", "seq"], where: { column: "state", in: ["waiting"] } },
    { name: "channel_delivery_age", columns: ["received_at"] },
  ],
});

/** Every name under which one delivery may come again. */
export interface DeliveryKeyRow {
  readonly channel: string;
  readonly dedupe_key: string;
  readonly delivery_id: string;
  readonly received_at: number;
}
export const deliveryKeyTable = defineTable<DeliveryKeyRow>("channel_delivery_key", {
  columns: { channel: text, dedupe_key: text, delivery_id: text, received_at: integer },
  key: ["channel", "dedupe_key"],
  indexes: [{ name: "channel_delivery_key_age", columns: ["received_at"] }],
});

/** A message of ours that a chat service must show: one row for each message, brought up to date like the outbox. */
export interface PostRow {
  readonly message_id: string;
  readonly seq: number;
  readonly channel: string;
  readonly conversation_id: string;
  /** The address of the conversation: which room, which thread. */
  readonly address: string;
  /** The revision of the message that is wanted, and the one that is shown; 0 before the first. */
  readonly revision: number;
  readonly delivered: number;
  /** The service's own id of the message, once it has one, and the room it is in. */
  readonly remote_id: string | null;
  readonly room: string | null;
  /** "due", "done", "dead". */
  readonly state: string;
  readonly tries: number;
  readonly next_at: number;
  /** When a first post was tried whose outcome is not known. */
  readonly uncertain_at: number | null;
  /** Since when it is not shown as it should be. */
  readonly due_since: number;
  /** When it was last shown, or tried. */
  readonly updated_at: number;
}
export const postTable = defineTable<PostRow>("channel_post", {
  columns: {
    message_id: text,
    seq: integer,
    channel: text,
    conversation_id: text,
    address: text,
    revision: integer,
    delivered: integer,
    remote_id: nullable(text),
    room: nullable(text),
    state: text,
    tries: integer,
    next_at: integer,
    uncertain_at: nullable(integer),
    due_since: integer,
    updated_at: integer,
  },
  key: ["message_id"],
  indexes: [
    { name: "channel_post_due", columns: ["channel", "seq"], where: { column: "state", in: ["due"] } },
    { name: "channel_post_dead", columns: ["channel", "updated_at"], where: { column: "state", in: ["dead"] } },
    { name: "channel_post_remote", columns: ["channel", "room", "remote_id"] },
    { name: "channel_post_conversation", columns: ["conversation_id", "seq"] },
  ],
});

/** Until when a room is in use by one server, or must be left alone. */
export interface RoomTurnRow {
  readonly channel: string;
  readonly room: string;
  readonly free_at: number;
}
export const roomTurnTable = defineTable<RoomTurnRow>("channel_room_turn", {
  columns: { channel: text, room: text, free_at: integer },
  key: ["channel", "room"],
});

/** Somebody in a chat service who is a user here, because that user said so in a signed-in session. */
export interface LinkRow {
  readonly channel: string;
  readonly team: string;
  readonly person: string;
  /** The name in the service at the time; shown, never trusted. */
  readonly person_name: string;
  readonly user_id: string;
  readonly linked_at: number;
}
export const linkTable = defineTable<LinkRow>("channel_link", {
  columns: { channel: text, team: text, person: text, person_name: text, user_id: text, linked_at: integer },
  key: ["channel", "team", "person"],
  indexes: [{ name: "channel_link_user", columns: ["user_id"] }],
});

/** A one-time address that somebody was shown in a chat service. Only the digest of its secret is kept. */
export interface LinkOfferRow {
  readonly digest: string;
  readonly channel: string;
  readonly team: string;
  readonly person: string;
  readonly person_name: string;
  readonly expires_at: number;
  readonly used_at: number | null;
}
export const linkOfferTable = defineTable<LinkOfferRow>("channel_link_offer", {
  columns: {
    digest: text,
    channel: text,
    team: text,
    person: text,
    person_name: text,
    expires_at: integer,
    used_at: nullable(integer),
  },
  key: ["digest"],
  indexes: [{ name: "channel_link_offer_expiry", columns: ["expires_at"] }],
});
