import type { Route } from "../route.ts";

/** What was expected of schedules, and what holds them up. */
export const SCHEDULE_ROUTES = {
  "ledger.list": {
    method: "GET",
    path: "/ledger",
    summary: "What was expected of schedules and what became of it, the latest due time first.",
    access: "person",
    capability: "see",
    query: "LedgerQuery",
    response: "LedgerPage",
  },
  "freeze.list": {
    method: "GET",
    path: "/freezes",
    summary: "List freezes, newest first, also those that are over.",
    access: "person",
    capability: "see",
    query: "PageQuery",
    response: "FreezePage",
  },
  "freeze.show": {
    method: "GET",
    path: "/freezes/{id}",
    summary: "Show a freeze.",
    access: "person",
    capability: "see",
    params: "IdParams",
    response: "Freeze",
  },
  "freeze.start": {
    method: "POST",
    path: "/freezes",
    summary: "Let nothing of this risk start on these machines for a while.",
    access: "person",
    capability: "freeze.start",
    body: "StartFreeze",
    response: "Freeze",
    status: 201,
  },
  "freeze.end": {
    method: "POST",
    path: "/freezes/{id}/end",
    summary: "End a freeze before its time.",
    access: "person",
    capability: "freeze.end",
    params: "IdParams",
    response: "Freeze",
  },
} as const satisfies Record<string, Route>;
