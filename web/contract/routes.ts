import type { Route } from "./route.ts";
import { ACCOUNT_ROUTES } from "./routes/account-routes.ts";
import { AGENT_ROUTES } from "./routes/agent-routes.ts";
import { APPROVAL_ROUTES } from "./routes/approval-routes.ts";
import { CALENDAR_ROUTES } from "./routes/calendar-routes.ts";
import { CONVERSATION_ROUTES } from "./routes/conversation-routes.ts";
import { LANGUAGE_ROUTES } from "./routes/language-routes.ts";
import { LIMIT_ROUTES } from "./routes/limit-routes.ts";
import { LINK_ROUTES } from "./routes/link-routes.ts";
import { ROOM_ROUTES } from "./routes/room-routes.ts";
import { RUN_ROUTES } from "./routes/run-routes.ts";
import { SCHEDULE_ROUTES } from "./routes/schedule-routes.ts";
import { SYSTEM_ROUTES } from "./routes/system-routes.ts";
import { TASK_ROUTES } from "./routes/task-routes.ts";

/** Every address there is below API_PREFIX. What is not in this table cannot be reached. */
export const ROUTES = {
  ...ACCOUNT_ROUTES,
  ...CONVERSATION_ROUTES,
  ...LINK_ROUTES,
  ...ROOM_ROUTES,
  ...TASK_ROUTES,
  ...RUN_ROUTES,
  ...SCHEDULE_ROUTES,
  ...LIMIT_ROUTES,
  ...APPROVAL_ROUTES,
  ...CALENDAR_ROUTES,
  ...AGENT_ROUTES,
  ...LANGUAGE_ROUTES,
  ...SYSTEM_ROUTES,
} as const satisfies Record<string, Route>;

export type RouteName = keyof typeof ROUTES;

export const API_PREFIX = "/api/v1";
