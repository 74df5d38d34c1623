import { webApi } from "@slack/bolt";

/**
 * Why a call of Slack's interface did not work. `rate`: too fast, nothing happened. `auth`: our token is not good.
 * `refused`: Slack said no to just this. `unreachable`: it never got there. `unsure`: it may have happened.
 */
export type FailureKind = "rate" | "auth" | "refused" | "unreachable" | "unsure";

export class SlackFailure extends Error {
  readonly kind: FailureKind;
  /** Slack's own word: "channel_not_found". */
  readonly reason: string;
  readonly retryAfterMs: number;

  constructor(
    kind: FailureKind,
    reason: string,
    options: { readonly retryAfterMs?: number; readonly cause?: unknown } = {},
  ) {
    super(`slack: ${reason}`, { cause: options.cause });
    this.name = "SlackFailure";
    this.kind = kind;
    this.reason = reason;
    this.retryAfterMs = options.retryAfterMs ?? 0;
  }
}

const AUTH: readonly string[] = [
  "invalid_auth",
  "not_authed",
  "account_inactive",
  "token_revoked",
  "token_expired",
  "missing_scope",
  "no_permission",
  "org_login_required",
];
/** Slack's own trouble, said politely. It may have done what was asked. */
const THEIRS: readonly string[] = [
  "internal_error",
  "fatal_error",
  "request_timeout",
  "service_unavailable",
  "team_added_to_org",
];
/** Errors of the network before anything was sent. */
const NOT_SENT: readonly string[] = ["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH"];

/** Sorts what the web client throws. Pure. */
export function slackFailure(error: unknown): SlackFailure {
  if (error instanceof SlackFailure) return error;
  if (error instanceof webApi.WebAPIRateLimitedError) {
    return new SlackFailure("rate", "ratelimited", { retryAfterMs: error.retryAfter * 1000, cause: error });
  }
  if (error instanceof webApi.WebAPIPlatformError) {
    const reason = error.data.error;
    if (reason === "ratelimited" || reason === "rate_limited")
      return new SlackFailure("rate", reason, { retryAfterMs: 1_000 });
    return new SlackFailure(AUTH.includes(reason) ? "auth" : THEIRS.includes(reason) ? "unsure" : "refused", reason);
  }
  if (error instanceof webApi.WebAPIHTTPError) {
    return new SlackFailure("unsure", `HTTP ${error.statusCode}`, { cause: error });
  }
  const code = networkCode(error);
  return new SlackFailure(
    code !== undefined && NOT_SENT.includes(code) ? "unreachable" : "unsure",
    code ?? "no answer",
    {
      cause: error,
    },
  );
}

function networkCode(error: unknown): string | undefined {
  let current: unknown = error;
  for (let depth = 0; depth < 5 && typeof current === "object" && current !== null; depth += 1) {
    const { code, cause, original } = current as { code?: unknown; cause?: unknown; original?: unknown };
    if (typeof code === "string" && /^E[A-Z]+/.test(code)) return code;
    current = original ?? cause;
  }
  return undefined;
}
