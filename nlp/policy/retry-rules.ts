import { type PolicyRule, policyRules } from "./policy-rule.ts";

const FAIL =
  "[(if|when|whenever|in case|should) [it|that|this|something] (fails|fail|failed|breaks|goes wrong|does not work|errors) | on (failure|failures|error|errors) | (in case of|upon) (failure|failures|errors|an error)]";
const PAUSE =
  "[[,] [and] (after|every|waiting|wait|with|at|pausing|pause) [a|an] [(delay|pause|wait|gap|interval|intervals) of] {delay} [(delay|pause|wait|gap)] [in] [between|before|apart|each|every|intervals] [each|every|the|them|one] [tries|try|attempt|attempts|retries|retry|them] {noMachines}]";
const MOST = "[up to|at most|a maximum of|maximum|max|no more than]";
const AGAIN = "(retry|retrying|(try|trying) [it|that] again)";

/** "retry twice", "with 3 retries, 10 seconds apart", "no retries", "exponential backoff". */
export const RETRY_RULES: readonly PolicyRule[] = [
  ...policyRules(
    ({ count, delay }) => ({ retries: count ?? 1, ...(delay !== undefined && { retryDelay: delay }) }),
    [
      `${AGAIN} [it|that|the run] [automatically] ${FAIL} [,] ${MOST} {count} [more] [,] ${FAIL} ${PAUSE} ${FAIL}`,
      `${FAIL} [,] [then] ${AGAIN} [it|that] ${MOST} {count} [more] ${PAUSE}`,
      `[with|using|and] ${MOST} {count} [automatic] retries ${FAIL} ${PAUSE}`,
      `[with|using] ${MOST} (one|1|a|a single) retry ${FAIL} ${PAUSE}`,
      `(retries|retry) [count] [is|of|=|:] {count} ${PAUSE}`,
      `[with] (retries|retry) ${MOST} {count} ${PAUSE}`,
      `(if|when) (it|that) (fails|failed|does not work) [,] [then] ${AGAIN} [it] ${PAUSE}`,
      `${AGAIN} [it|that] (if|when|should) (it|that) (fails|fail|failed|does not work) ${PAUSE}`,
      `${AGAIN} [it] on failure ${PAUSE}`,
      `repeat [it|that] ${MOST} {count} (if|when) (it|that) (fails|failed)`,
    ],
  ),
  ...policyRules(
    ({ count = 1, delay }) => ({ retries: Math.max(0, count - 1), ...(delay !== undefined && { retryDelay: delay }) }),
    [
      `[with|make|in] ${MOST} {count} (attempts|tries) [in total] ${PAUSE}`,
      `try [it|that] ${MOST} {count} [in total] ${PAUSE}`,
    ],
  ),
  ...policyRules(
    () => ({ retries: 0 }),
    [
      "(no|without|zero) [any] (retries|retry|retrying)",
      `(do not|never) retry [it|that|this] ${FAIL}`,
      "(do not|never) (try|run) [it|that] again (if|when) (it|that) fails",
      "(only try|try) [it] (only once|just once)",
      "(one|a single) (attempt|try) only",
    ],
  ),
  ...policyRules(
    ({ duration }) => ({ backoff: "exponential", ...(duration && { retryDelay: duration }) }),
    [
      "(with|using|use|and) [a|some|increasing] (backoff|back-off|back off)",
      "(and|then) (back off|backing off) [between (tries|attempts|retries|them)]",
      "[with|using|use] [an] exponential (backoff|back-off|back off|delay|delays) [,] [(starting|beginning) (at|with|from) {duration} | of {duration} | from {duration}]",
      "(back off|backing off) exponentially [,] [(starting|beginning) (at|with|from) {duration}]",
      "(doubling|double) the (delay|wait|pause) [each time|every time] [(starting|beginning) (at|with|from) {duration}]",
    ],
  ),
  ...policyRules(
    ({ duration }) => ({ backoff: "fixed", ...(duration && { retryDelay: duration }) }),
    [
      "[with|using|use] [a] (fixed|constant|linear) (backoff|back-off|delay|pause|wait|interval) [of {duration} | between (retries|tries|attempts)]",
      "[with|using] [a] (fixed|constant) {duration} (backoff|back-off|delay|pause|wait|interval)",
    ],
  ),
  ...policyRules(
    ({ duration }, before) => (before.retries === undefined ? undefined : { retryDelay: duration ?? "PT0S" }),
    [
      "(wait|waiting|pause|pausing|with) [for] [a|an] [(delay|pause|wait|gap|break) of] {duration} [delay|pause|wait|gap|break] [in] [between|before|after|apart] [each|every|the|them|one] [tries|try|attempt|attempts|retries|retry|them|time]",
      "{duration} (apart|between (tries|attempts|retries|them))",
    ],
  ),
  ...policyRules(
    ({ duration }) => ({ retryDelay: duration ?? "PT0S" }),
    [
      "(wait|waiting|pause|pausing|with) [for] [a|an] [(delay|pause|wait|gap|break) of] {duration} [delay|pause|wait|gap|break] [in] (between|before|after) [each|every|the] (tries|try|attempt|attempts|retries|retry)",
      "[with] [a] retry (delay|interval|pause) [of] {duration}",
    ],
  ),
];
