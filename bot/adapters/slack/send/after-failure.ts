import { backoffMs } from "../../../../core/kernel/backoff.ts";
import type { SlackFailure } from "../slack-failure.ts";
import type { DuePost } from "../slack-ports.ts";

/** What becomes of a post that could not be sent. */
export type AfterFailure =
  | { readonly kind: "later"; readonly at: number; readonly uncertain: boolean }
  | { readonly kind: "simpler" }
  | { readonly kind: "drop" }
  | { readonly kind: "give-up"; readonly why: string };

const RETRY = { baseMs: 1_000, capMs: 60_000 };
const DEAD_AFTER_MS = 24 * 3_600_000;
/** The message is gone there, or was never to be changed: nothing is left to show. */
const GONE: readonly string[] = ["message_not_found", "cant_update_message", "edit_window_closed", "thread_not_found"];
/** Slack does not take the form; the plain one has no part that it could refuse. */
const TOO_RICH: readonly string[] = ["invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "msg_too_long"];

/** Pure. `simple`: the plain form was tried. */
export function afterFailure(
  post: Pick<DuePost, "tries" | "delivered" | "due_since">,
  failure: SlackFailure,
  { now, simple }: { readonly now: number; readonly simple: boolean },
): AfterFailure {
  if (failure.kind === "refused") {
    if (GONE.includes(failure.reason)) return { kind: "drop" };
    if (TOO_RICH.includes(failure.reason) && !simple) return { kind: "simpler" };
    return { kind: "give-up", why: failure.reason };
  }
  if (now - post.due_since > DEAD_AFTER_MS) return { kind: "give-up", why: failure.reason };
  if (failure.kind === "rate")
    return { kind: "later", at: now + Math.max(1_000, failure.retryAfterMs), uncertain: false };
  const at = now + backoffMs(post.tries + 1, RETRY);
  return { kind: "later", at, uncertain: failure.kind === "unsure" && post.delivered === 0 };
}
