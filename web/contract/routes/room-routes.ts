import type { Route } from "../route.ts";

/** What channels mean, their quiet hours and digests. What private conversations mean is nobody else's. */
export const ROOM_ROUTES = {
  "room.list": {
    method: "GET",
    path: "/rooms",
    summary: "List what channels mean, their quiet hours and digests, and one's own quiet hours.",
    access: "person",
    capability: "see",
    response: "RoomSettingList",
  },
  "room.change": {
    method: "PATCH",
    path: "/rooms",
    summary: "Change what a channel means or its quiet hours, where it has said so before.",
    access: "person",
    capability: "see",
    body: "ChangeRoom",
    response: "RoomSetting",
  },
  "room.clear": {
    method: "DELETE",
    path: "/rooms/{kind}/{scope}",
    summary: "Forget what a channel means, its quiet hours or its digest.",
    access: "person",
    capability: "see",
    params: "RoomSettingParams",
  },
} as const satisfies Record<string, Route>;
