import type { Policy } from "../../core/model/policy.ts";
import { type WordPattern, wordPattern } from "../text/word-pattern.ts";
import { POLICY_READERS, type PolicyValues } from "./policy-values.ts";

/** Words and what they say about how something shall run. */
export interface PolicyRule {
  readonly pattern: WordPattern<PolicyValues>;
  /** Undefined where the values make no sense together. */
  policy(said: Partial<PolicyValues>, before: Policy): Policy | undefined;
  /** Means this only where nothing else in the message repeats. */
  readonly once?: true;
  /** Means this only where the sentence ends behind it; else it joins two requests. */
  readonly last?: true;
}

/** One rule per wording; all of them mean `policy`. */
export function policyRules(
  policy: PolicyRule["policy"],
  sources: readonly string[],
  only: Pick<PolicyRule, "once" | "last"> = {},
): readonly PolicyRule[] {
  return sources.map((source) => ({ pattern: wordPattern(source, POLICY_READERS), policy, ...only }));
}
