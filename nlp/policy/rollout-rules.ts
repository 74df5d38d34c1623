import { type PolicyRule, policyRules } from "./policy-rule.ts";

const MOST = "[max|maximum|at most|up to|no more than|not more than|only|a maximum of|never more than]";
const TOGETHER =
  "(at a time|at once|at the same time|in parallel|simultaneously|concurrently|per batch|in one go|together)";
const MACHINES =
  "(machines|machine|servers|server|hosts|host|batches|batch|nodes|node|boxes|box|groups|group|them|waves|wave)";
const FAILS =
  "(fail|fails|failed|have failed|has failed|failure|failures|error|errors|break|breaks|go wrong|goes wrong)";
const GO_ON = "(keep going|keep on|continue|carry on|go on|proceed|do not (stop|abort|halt|give up))";
const HALT =
  "(stop|abort|halt|quit|cancel|bail out|bail|give up|break off|pull the brake) [it|everything|all|the rollout|the run|the whole thing|the rest|rolling out|there|immediately]";

const ONCE = "(if|when|once|as soon as|should|after|in case)";
const OF_MACHINES = `[of (them|the machines|the servers)] [${MACHINES}]`;

/** How many machines at a time, with what pause, one first, and after how many failures it ends. */
export const ROLLOUT_RULES: readonly PolicyRule[] = [
  ...policyRules(
    ({ share }) => (share === undefined ? undefined : { concurrency: share }),
    [
      `${MOST} {share} [of (them|the machines|the servers)] ${TOGETHER}`,
      `[with] ${MOST} {share} (parallel|concurrent|simultaneous) [runs|executions|machines|servers]`,
      "[in|by|with] (batches|groups|waves|chunks|lots|sets|steps|bunches|slices) of {share}",
      "[with|a|use] [a] (batch size|concurrency|parallelism) [of|=|:|is] {share}",
    ],
  ),
  ...policyRules(
    () => ({ concurrency: 1 }),
    [
      "one [machine|server|host] by one [machine|server|host]",
      "one [machine|server|host|box] after (another|the (other|next)) [machine|server|host]",
      "one [machine|server|host|box|node] at a time",
      "(sequentially|serially|in sequence|in turn|in series|in a row|consecutively)",
      "(rolling|[in|as] a rolling (fashion|way|manner|restart|update|upgrade))",
      "never (two|more than one) (at once|at the same time|at a time)",
    ],
  ),
  ...policyRules(() => ({ concurrency: 2 }), ["two by two", "in (pairs|twos)", "(a pair|pairwise) [at a time]"]),
  ...policyRules(() => ({ concurrency: 3 }), ["three by three", "in threes"]),
  ...policyRules(() => ({ concurrency: 4 }), ["four by four", "in fours"]),
  ...policyRules(
    () => ({ concurrency: "100%" }),
    [
      "[on] all [of them] (in parallel|at the same time|simultaneously|at once)",
      "all (machines|servers|hosts) (in parallel|at the same time|simultaneously)",
    ],
  ),
  ...policyRules(
    ({ duration }) => (duration === undefined ? undefined : { stagger: duration }),
    [
      `(wait|waiting|pause|pausing|sleep|sleeping|with|leave|leaving) [for] [a|an] [(pause|gap|delay|break|wait|interval) of] {duration} [pause|gap|delay|break|wait] [in] (between|after) [each|every|the|two|one] [of] [${MACHINES}] [and the next]`,
      `[a|an] {duration} [pause|gap|delay|break|wait] (between|after) [each|every|the] ${MACHINES}`,
      "{duration} apart",
      "(stagger|staggered|staggering) [it|them] [by|with|over] {duration}",
      "[with] [a] {duration} stagger",
      "[with] [a] stagger of {duration}",
    ],
  ),
  ...policyRules(
    ({ count = 1 }) => ({ canary: count }),
    [
      "[with|as|use|using|starting with|start with|beginning with|begin with|try|take] [a|the] [{count}] (canary|canaries) [machine|machines|host|server] [first|rollout|run|release|and (then|only then) (the rest|the others)]",
      "[with] [a] canary [of] {count} [first]",
      `(try|test|do|update|run|start with|starting with|begin with|beginning with|take) [it|that] [on|with|out on] [just|only] {count} [of them|of the ${MACHINES}] [single] [${MACHINES}] first [,] [(and|then) [only] [then] (the rest|the others|all others|everything else|the remaining ones|all)]`,
      `[on] {count} [of them|of the machines|${MACHINES}] first [,] [and] [only] [then] (the rest|the others|all others|the remaining ones)`,
      `(start|starting|begin|beginning) with {count} [of them] ${MACHINES} [first]`,
      `(start|starting|begin|beginning) with [just|only] {count} [of them] [${MACHINES}] [first] [,] [and] (then [do|on] (the rest|the others|all others|everything else|the remaining ones|all)|(the rest|the others) (after|afterwards|later|after that))`,
      `[on] [just] {count} ${MACHINES} first`,
      `first [on|try|do] [just] {count} [of them] [${MACHINES}] [,] [and] (then|afterwards) [on] (the rest|the others|all others|everything else|the remaining ones)`,
    ],
  ),
  ...policyRules(
    ({ share }) => (share === undefined ? undefined : { stopAfter: share }),
    [
      `${HALT} ${ONCE} (more than|over|above) {share} ${OF_MACHINES} [have|has] ${FAILS}`,
      `${ONCE} (more than|over|above) {share} ${OF_MACHINES} [have|has] ${FAILS} [,] [then] ${HALT}`,
      `(allow|tolerate|accept|with|permit) [max|maximum|at most|up to|no more than|a maximum of] {share} [failed|failing] (failures|failure|errors|error|${MACHINES}) [to fail|failing]`,
      "(at most|no more than|max) {share} (failures|errors|may fail|can fail)",
      "[with] (failure limit|error limit|max failures) [of|=|:] {share} [failures|errors|percent]",
    ],
  ),
  // "if two fail": the second failure stops it, so that more than one is too many
  ...policyRules(
    ({ share }) => (share === undefined ? undefined : { stopAfter: typeof share === "number" ? share - 1 : share }),
    [
      `${HALT} ${ONCE} [at least] {share} ${OF_MACHINES} [have|has] ${FAILS}`,
      `${ONCE} [at least] {share} ${OF_MACHINES} [have|has] ${FAILS} [,] [then] ${HALT}`,
      "[with] stop after [of|=|:] {share} [failures|errors|percent]",
    ],
  ),
  // what happens without a rule to stop: said, so understood, and it changes nothing
  ...policyRules(
    () => ({}),
    [
      `${GO_ON} [with [all] the (rest|others)] [even] (if|when|should) (one|some|any|a few|machines|a machine|one of them|some of them|any of them|several) [${MACHINES}] ${FAILS}`,
      `${GO_ON} [with [all] the (rest|others)] (despite|after|on) [any|the|a] (failures|errors|failure|error)`,
    ],
  ),
  ...policyRules(
    () => ({}),
    [
      `${GO_ON} [with [all] the (rest|others)] [even] (if|when|should) (it|that|this|something|anything) ${FAILS}`,
      "[and] ignore [any|all|the] (failures|errors)",
    ],
    { last: true },
  ),
  ...policyRules(
    () => ({ stopAfter: 0 }),
    [
      `${HALT} (at|on|after|with) [the] (first|any|a) (failure|error|failed machine|failed one|problem)`,
      `${HALT} (if|when|as soon as|once) (any|one|a single one|a machine|any machine|anyone|one machine|one of them|any of them|something|anything) (fails|breaks|goes wrong)`,
      `(if|as soon as|when) (any|one|a machine|any machine|one of them|any of them) (fails|breaks) [,] ${HALT}`,
      "(fail fast|fail-fast)",
    ],
  ),
];
