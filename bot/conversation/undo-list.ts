import type { Room, RoomKind } from "../../core/channels/room-settings.ts";
import type { JsonObject } from "../../core/kernel/json.ts";
import type { Policy } from "../../core/model/policy.ts";
import type { Schedule } from "../../core/model/schedule.ts";
import type { TargetSelector } from "../../core/model/target.ts";
import { ROLES, type Role } from "../../core/model/user.ts";

/** A task as it was before it was changed. */
export interface TaskBefore {
  readonly params: JsonObject;
  readonly targets: TargetSelector;
  readonly policy: Policy;
  readonly schedule?: Schedule;
}

/** What takes a change back. `none`: nothing does, and `what` is said so that it is not silently passed over. */
export type Inverse =
  | { readonly kind: "none" }
  | { readonly kind: "task"; readonly id: string; readonly verb: "pause" | "resume" | "cancel" }
  | { readonly kind: "task-fields"; readonly id: string; readonly before: TaskBefore }
  | { readonly kind: "machine"; readonly ids: readonly string[]; readonly verb: "enable" | "drain" | "disable" }
  | {
      readonly kind: "labels";
      readonly machines: readonly { readonly id: string; readonly labels: readonly string[] }[];
    }
  | { readonly kind: "role"; readonly id: string; readonly role: Role }
  | { readonly kind: "person"; readonly id: string }
  | { readonly kind: "alias"; readonly name: string }
  | {
      readonly kind: "room";
      readonly room: Room;
      readonly setting: RoomKind;
      /** Absent: nothing was said before. */
      readonly before?: { readonly value: JsonObject; readonly nextAt?: number };
    }
  | { readonly kind: "run"; readonly id: string };

/** A change that was made in this conversation, newest last in the list. */
export interface MadeChange {
  /** "Paused T-12 (disk usage)". */
  readonly what: string;
  /** Who made it: only that person's "undo" means it. */
  readonly userId: string;
  /** Epoch ms. */
  readonly at: number;
  readonly inverse: Inverse;
}

/** How many changes of a conversation can be taken back, and for how long. */
const KEPT = 10;
export const UNDO_FOR_MS = 30 * 24 * 60 * 60_000;

/** The list with one more change; the oldest makes room. */
export function withChange(list: readonly MadeChange[] | undefined, change: MadeChange): readonly MadeChange[] {
  return [...(list ?? []), change].slice(-KEPT);
}

const text = { type: "string", maxLength: 200 } as const;
const inverse = (kind: string, properties: JsonObject) => ({
  type: "object",
  additionalProperties: false,
  required: ["kind", ...Object.keys(properties)],
  properties: { kind: { const: kind }, ...properties },
});

const ROOM_SCHEMA = {
  type: "object",
  additionalProperties: false,
  required: ["kind", "room", "setting"],
  properties: {
    kind: { const: "room" },
    room: {
      type: "object",
      additionalProperties: false,
      required: ["scope", "shared", "name"],
      properties: { scope: text, shared: { type: "boolean" }, name: text },
    },
    setting: { enum: ["default", "quiet", "digest", "escalation"] },
    before: {
      type: "object",
      additionalProperties: false,
      required: ["value"],
      properties: { value: { type: "object" }, nextAt: { type: "number" } },
    },
  },
};

export const UNDO_LIST_SCHEMA = {
  type: "array",
  maxItems: KEPT,
  items: {
    type: "object",
    additionalProperties: false,
    required: ["what", "userId", "at", "inverse"],
    properties: {
      what: { type: "string", maxLength: 300 },
      userId: text,
      at: { type: "number" },
      inverse: {
        oneOf: [
          inverse("none", {}),
          inverse("task", { id: text, verb: { enum: ["pause", "resume", "cancel"] } }),
          inverse("task-fields", { id: text, before: { type: "object", required: ["params", "targets", "policy"] } }),
          inverse("machine", { ids: { type: "array", items: text }, verb: { enum: ["enable", "drain", "disable"] } }),
          inverse("labels", { machines: { type: "array", items: { type: "object", required: ["id", "labels"] } } }),
          inverse("role", { id: text, role: { enum: [...ROLES] } }),
          inverse("person", { id: text }),
          inverse("alias", { name: text }),
          inverse("run", { id: text }),
          ROOM_SCHEMA,
        ],
      },
    },
  },
};
