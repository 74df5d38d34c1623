import { type PolicyRule, policyRules } from "./policy-rule.ts";

const STOP = "(time out|timeout|give up|abort|kill|cancel|terminate|interrupt|fail|bail out|stop waiting)";
const LONGER = "(takes|runs|lasts|needs|is running|has been running|is taking|took) [for]";

/** "timeout 5 minutes", "give up after an hour", "no longer than 20 minutes"; priority and dry runs. */
export const LIMIT_RULES: readonly PolicyRule[] = [
  ...policyRules(
    ({ duration }) => (duration === undefined ? undefined : { timeout: duration }),
    [
      "[with|use] [a|the] (timeout|time-out|time limit|deadline|time out|limit|max time|maximum time) [of|after|at|is|to|in|=|:] {duration}",
      "(with|use) [a] {duration} (timeout|time-out|time limit|deadline|limit)",
      "a {duration} (timeout|time-out|time limit|deadline)",
      "[the] (timeout|time-out|time limit|deadline) (of|for) (it|that) (to|at|of) {duration}",
      "[with] [a] (max|maximum|maximal) [run] [runtime|duration|time|length] [of|is] {duration}",
      "[for] {duration} (max|maximum|at most|tops|at the longest)",
      `${STOP} [on] [it|that|this] (after|at|in|within) {duration}`,
      `[and] (${STOP}|stop|end|quit) [it|that|this] (if|when|once|should) (it|that) ${LONGER} (longer|more) than {duration}`,
      `(${STOP}|stop|end) [it|that] (if|when|once|should) (it|that) ${LONGER} over {duration}`,
      `(if|when|once|should) (it|that) [${LONGER}|take] ((longer|more) than|over) {duration} [,] (${STOP}|stop|end) [it|that]`,
      `(${STOP}|stop|end) [it|that] (if|when) (it|that) (is|has) not (done|finished|back|complete|ready|over|come back) (after|within|in) {duration}`,
      `(if|when) (it|that) (is|has) not (done|finished|back|complete|ready) (after|within|in) {duration} [,] ${STOP} [it]`,
      "[do not|never] let (it|that|this) (run|take|last) [for] [longer than|more than|over|at most|up to|no longer than|no more than] {duration}",
      "do not (wait|take|run) [for] (longer|more) than {duration} [for it]",
      "(it|that) (must|should|may|can|shall) (not|never) (run|take|last) [for] (longer|more) than {duration}",
      "(it|that) (must|should|has to|needs to) (finish|end|be done|be finished|complete) (within|in) {duration}",
      "(must|should|to) (finish|end|be done|complete) (within|in) {duration}",
      "finish (within|in) {duration}",
      "[for|but] (no|not) (longer|more) than {duration}",
      "(wait|run|run it|waiting) [for it] [for] (at most|up to|max|maximum|no longer than|no more than) {duration} [for it]",
      "(allow|give|grant) (it|that|this) [up to|at most|a maximum of|max] {duration} [to (finish|complete|run)] [max|maximum|at most]",
      "allow [up to|at most] {duration} [for it]",
      "(at most|up to) {duration}",
    ],
  ),
  ...policyRules(
    ({ duration }) => (duration === undefined ? undefined : { timeout: duration }),
    ["(stop|end|quit) (it|that) after {duration}", "(stop|quit) after {duration}"],
    { once: true },
  ),
  ...(["high", "low", "normal"] as const).flatMap((priority) => {
    const level = {
      high: "(high|higher|top|highest|urgent|max)",
      low: "(low|lower|lowest)",
      normal: "(normal|default)",
    };
    return policyRules(
      () => ({ priority }),
      [
        `[with|at|on|as|in|give it] [a] ${level[priority]} (priority|prio) [task|run|thing|request]`,
        `[with|the] (priority|prio) [is|to|of|=|:] ${level[priority]}`,
      ],
    );
  }),
  ...policyRules(() => ({ priority: "high" }), ["(this|it) is (urgent|high priority)", "as a matter of urgency"]),
  ...policyRules(
    () => ({ priority: "low" }),
    ["(whenever|when) (there is capacity|nothing else is (running|going on))"],
  ),
  ...policyRules(
    () => ({ dryRun: true }),
    [
      "[as|in|do|make|perform|run|only|just|it] [only] [a|as] [just] (dry run|dry-run|dryrun|simulation|rehearsal|test run|trial run) [mode] [only|first] [of]",
      "--dry-run",
      "what (would|will) happen (if|when) (i|we|you|one)",
      "[only|just] (simulate|simulating|rehearse|dry-run) [only] [it|that|this]",
      "(only|just) pretend [to]",
      "pretend [to] (do it|run it|only)",
      "(do not|without) (actually|really) (do|doing|run|running|change|changing|execute|executing|apply|applying|touch|touching) [it|that|anything|something]",
      "without (changing|executing|touching|applying) (anything|it|something)",
      "(do not|never) (change|touch|execute|apply) anything",
      "as (a test|test) only",
    ],
  ),
];
