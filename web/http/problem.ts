import type { ErrorRequestHandler, Response } from "express";
import { ERROR_CODES, type ErrorCode } from "../../core/kernel/error-codes.ts";
import { isOctopusError, OctopusError } from "../../core/kernel/errors.ts";
import type { Logger } from "../../core/kernel/logger.ts";
import type { ProblemDto } from "../contract/system.ts";
import { requestIdOf } from "./request-id.ts";

/** Turns whatever was thrown into something that may be said to a stranger; what is unknown stays inside. */
export function toOctopusError(thrown: unknown): OctopusError {
  if (isOctopusError(thrown)) return thrown;
  const { status, type } = (thrown ?? {}) as { status?: unknown; type?: unknown };
  if (type === "entity.too.large" || status === 413) {
    return new OctopusError("request.too-large", "The body is larger than 256 KB.", {}, { cause: thrown });
  }
  if (type === "entity.parse.failed") {
    return new OctopusError("request.invalid", "The body is not valid JSON.", {}, { cause: thrown });
  }
  if (status === 415) {
    const sentence = "Send the body as application/json in UTF-8, without compression.";
    return new OctopusError("request.wrong-type", sentence, {}, { cause: thrown });
  }
  if (typeof status === "number" && status >= 400 && status < 500) {
    return new OctopusError("request.invalid", "The request could not be read.", {}, { cause: thrown });
  }
  return new OctopusError(
    "server.bug",
    "Something went wrong in the server; nothing was changed by half.",
    {},
    { cause: thrown },
  );
}

export function problemOf(error: OctopusError, requestId: string): ProblemDto {
  const { title, status, retryable } = ERROR_CODES[error.code as ErrorCode];
  const internal = status >= 500 && error.code === "server.bug";
  const detail = internal ? `${error.message} The log has more under ${requestId}.` : error.message;
  return {
    type: `urn:octopus:problem:${error.code}`,
    title,
    status,
    detail: detail.slice(0, 4000),
    code: error.code,
    retryable,
    instance: requestId,
    ...(internal || Object.keys(error.details).length === 0 ? {} : { details: { ...error.details } }),
  };
}

/** The last handler: every error leaves as an RFC 9457 problem document. Bugs and failing stores are logged. */
export function problemHandler(logger: Logger): ErrorRequestHandler {
  return (thrown: unknown, request, response, _next) => {
    const error = toOctopusError(thrown);
    const requestId = requestIdOf(response);
    if (error.status >= 500) {
      logger.error({ requestId, method: request.method, path: request.path, error: thrown }, "request failed");
    }
    if (response.headersSent) response.destroy();
    else sendProblem(response, error, requestId);
  };
}

export function sendProblem(response: Response, error: OctopusError, requestId: string): void {
  const retryAfterMs = error.details["retryAfterMs"];
  if (typeof retryAfterMs === "number")
    response.setHeader("Retry-After", String(Math.max(1, Math.ceil(retryAfterMs / 1000))));
  response.setHeader("Cache-Control", "no-store");
  response
    .status(error.status)
    .type("application/problem+json")
    .send(JSON.stringify(problemOf(error, requestId)));
}
