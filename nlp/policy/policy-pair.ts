import { msToDuration } from "../../core/kernel/duration.ts";
import type { Policy } from "../../core/model/policy.ts";
import type { Token } from "../text/token.ts";
import { tokenise } from "../text/tokenise.ts";
import { durationAt } from "../time/durations.ts";
import { shareAt } from "./policy-values.ts";

/** "timeout=30s", "retries=3", "concurrency=25%": for those who like it short. */
export function policyPair(token: Token): Policy | undefined {
  if (token.kind !== "pair") return undefined;
  const [, key = "", value = ""] = /^([a-z_]{4,20})=(\S{1,20})$/.exec(token.text) ?? [];
  if (/^(?:retries|retry)$/.test(key) && /^\d{1,2}$/.test(value)) return { retries: Number(value) };
  if (key === "priority" && /^(?:low|normal|high)$/.test(value))
    return { priority: value as "low" | "normal" | "high" };
  const tokens = tokenise({ text: value, origin: Array.from({ length: value.length + 1 }, (_, index) => index) });
  if (key === "timeout") {
    const span = durationAt(tokens, 0);
    return span && { timeout: msToDuration(span.ms) };
  }
  const share = key === "concurrency" ? shareAt(tokens, 0) : undefined;
  return share && { concurrency: share.value };
}
