import type { RequestHandler, Response } from "express";
import type { Randomness } from "../../core/kernel/randomness.ts";

/** Names each request in the answer, in problem documents and in the log. Never taken from the client. */
export function nameRequests(randomness: Randomness): RequestHandler {
  return (_request, response, next) => {
    const id = `req_${randomness.hex(8)}`;
    response.locals["requestId"] = id;
    response.setHeader("X-Request-Id", id);
    next();
  };
}

export function requestIdOf(response: Response): string {
  const id: unknown = response.locals["requestId"];
  return typeof id === "string" ? id : "req_unnamed";
}
