import type { Route } from "../route.ts";

/** Who in a chat service is which user here. */
export const LINK_ROUTES = {
  "link.list": {
    method: "GET",
    path: "/links",
    summary: "List one's own accounts in chat services; an administrator sees everybody's.",
    access: "person",
    capability: "see",
    response: "LinkList",
  },
  "link.offer": {
    method: "POST",
    path: "/links/offer",
    summary: "Whom a one-time address of the bot was made for.",
    access: "person",
    capability: "see",
    body: "LinkCode",
    response: "LinkOffer",
  },
  "link.create": {
    method: "POST",
    path: "/links",
    summary: "Say, in a signed-in browser, that the person of a one-time address is oneself.",
    access: "person",
    capability: "see",
    body: "LinkCode",
    response: "Link",
    status: 201,
  },
  "link.delete": {
    method: "DELETE",
    path: "/links/{channel}/{team}/{person}",
    summary: "End a link of one's own, or as an administrator anybody's.",
    access: "person",
    capability: "see",
    params: "LinkParams",
  },
} as const satisfies Record<string, Route>;
