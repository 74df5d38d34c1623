import type { Route } from "../route.ts";

/** Phrases that people taught, and what was not understood. */
export const LANGUAGE_ROUTES = {
  "alias.list": {
    method: "GET",
    path: "/aliases",
    summary: "List the phrases that people taught, each with whether it is still understood as it was taught.",
    access: "person",
    capability: "see",
    response: "AliasList",
  },
  "alias.delete": {
    method: "DELETE",
    path: "/aliases/{name}",
    summary: "Forget a phrase: one's own, or any as an administrator.",
    access: "person",
    capability: "alias.teach",
    params: "AliasNameParams",
  },
  "unmatched.list": {
    method: "GET",
    path: "/unmatched",
    summary: "Messages that were not understood in the last weeks, the most frequent first.",
    access: "person",
    capability: "user.see",
    response: "UnmatchedList",
  },
} as const satisfies Record<string, Route>;
