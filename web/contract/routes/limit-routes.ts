import type { Route } from "../route.ts";

/** How much may be under way at once. */
export const LIMIT_ROUTES = {
  "limit.list": {
    method: "GET",
    path: "/limits",
    summary: "List how much may be under way at once, in the order in which it was set.",
    access: "person",
    capability: "see",
    response: "LimitList",
  },
  "limit.set": {
    method: "POST",
    path: "/limits",
    summary: "Let no more than this be under way at once: of an action, a task, machines or a person.",
    access: "person",
    capability: "freeze.start",
    body: "SetLimit",
    response: "Limit",
    status: 201,
  },
  "limit.lift": {
    method: "DELETE",
    path: "/limits/{id}",
    summary: "Lift a limit; what waited because of it starts.",
    access: "person",
    capability: "freeze.end",
    params: "IdParams",
    response: "Limit",
  },
} as const satisfies Record<string, Route>;
