import { type PolicyRule, policyRules } from "./policy-rule.ts";

const IT = "(it|that|this|the run|the task|the schedule|the whole thing|itself)";
const HALT = "(pause|suspend|stop|disable|hold|halt|switch off|turn off)";
const GIVE_UP = `(give up|skip|drop|forget|cancel|do not run|do not start|do not do|do not bother|let it go) [${IT}|running it|starting it]`;
const MACHINE =
  "(it|them|they|the machine|the machines|the server|the servers|the host|the hosts|the box|the boxes|that machine|that server|that host|that box|those machines|a machine|offline machines|{machine})";
const BACK =
  "(is|are|comes|come|gets|get) [back] (back|up|online|reachable|available|there|alive) [online|up|again|on] [again]";
const AWAY = "(is|are) (offline|down|away|unreachable|busy|not there|off|not reachable|not online|not up|asleep)";
const IN_A_ROW =
  "(in a row|in succession|in series|running|straight|one after another|one after the other|consecutively|back to back)";
const FAILURES = "(failures|failed runs|failed times|errors|fails|misses)";

/** "when it is back" is taken for within a day; the card shows it. */
const ONE_DAY = "P1D";

/** How far firings are spread, how late is too late, when a schedule pauses itself, how long a run waits for a machine. */
export const TIMING_RULES: readonly PolicyRule[] = [
  ...policyRules(
    ({ duration }) => (duration === undefined ? undefined : { jitter: duration }),
    [
      `(spread|spreading|distribute|distributed|randomise|randomize|jitter|jittered|scatter|scattered|smear) [${IT}|them|the runs|the starts|the load] [out|evenly] (over|across|within|by|throughout) [up to|a window of] {duration}`,
      "[with|add|use] [a] [random] (jitter|spread) (of|=|:|is) [up to|at most|max] {duration}",
      "[with|add|use] [a] {duration} [of] [random] (jitter|spread)",
      "[with|add|use] [a] random (delay|offset|start) (of|within|up to) [up to|at most] {duration}",
    ],
  ),
  ...policyRules(
    ({ duration }) => (duration === undefined ? undefined : { lateLimit: duration }),
    [
      `${GIVE_UP} (if|when|once|should) [${IT}] [is|be|starts|would be|would start] [more than|over|later than] {duration} [too] (late|overdue|behind|behind schedule)`,
      `(if|when|once|should) [${IT}] [is|be|starts] (more than|over|later than) {duration} [too] (late|overdue|behind|behind schedule) [,] [then] ${GIVE_UP}`,
      `[and|but] [start|run] [${IT}] (not|no|never) (later|more) than {duration} late`,
      "(at most|up to|max|no more than|not more than) {duration} late",
      "(may|can) (be|start|run) [up to|at most] {duration} late",
      "(late limit|lateness limit) [of|=|:|is] {duration}",
    ],
  ),
  ...policyRules(
    ({ count }) => (count === undefined ? undefined : { pauseAfter: count }),
    [
      `${HALT} [${IT}] (after|on) {count} [${FAILURES}] ${IN_A_ROW}`,
      `${HALT} [${IT}] (after|on) {count} (consecutive|successive|straight) [${FAILURES}]`,
      `${HALT} [${IT}] (if|when|once|should) [${IT}] (fails|failed|has failed|fail|errors) {count} ${IN_A_ROW}`,
      `(after|on) {count} [${FAILURES}] ${IN_A_ROW} [,] ${HALT} [${IT}]`,
      `(after|on) {count} (consecutive|successive|straight) [${FAILURES}] [,] ${HALT} [${IT}]`,
      `(if|when|once|should) [${IT}] (fails|failed|has failed|fail) {count} ${IN_A_ROW} [,] ${HALT} [${IT}]`,
    ],
  ),
  ...policyRules(
    () => ({ pauseAfter: 0 }),
    [
      `(never|do not) ${HALT} [${IT}] (after|on|because of) [a|any] (failure|failures|error|errors)`,
      `(never|do not) ${HALT} [${IT}] (if|when) [${IT}] (fails|keeps failing)`,
    ],
  ),
  ...policyRules(
    ({ duration }) => (duration === undefined ? undefined : { waitForMachine: duration }),
    [
      `(wait|waiting) [up to|at most|for|for up to|for at most|max|no more than|no longer than] {duration} (for|on|until|till) ${MACHINE} [to (be|come|get) [back] [back|up|online|reachable|available|there|free]|${BACK}]`,
      `(wait|waiting) (for|on) ${MACHINE} [up to|at most|for|for up to|for at most|max|no more than|no longer than] {duration}`,
      `(if|when|while|should|in case) ${MACHINE} ${AWAY} [,] [then] wait [up to|at most|for|for up to|max] {duration} [for ${MACHINE}]`,
      `(give|allow) ${MACHINE} {duration} to (come|be|get) [back] (back|up|online|reachable|there)`,
    ],
  ),
  ...policyRules(
    () => ({ waitForMachine: ONE_DAY }),
    [
      `(when|once|as soon as|after|the moment) ${MACHINE} ${BACK}`,
      `(wait|waiting) (for|until|till) ${MACHINE} [to (be|come|get) [back] (back|up|online|reachable|available)|${BACK}]`,
    ],
    { last: true },
  ),
];
