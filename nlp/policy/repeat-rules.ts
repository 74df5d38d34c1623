import { type PolicyRule, policyRules } from "./policy-rule.ts";

const OTHER =
  "(it|one|that|this|(the|a) (last|previous|old|earlier|prior|first|current|other|running|old) [one|run|execution|instance]|another [one|run|instance]|the run|the task|an instance|an earlier one)";
const BUSY = "(still|already) (running|going|busy|active|at it|working|in progress|there|on)";
const UNDONE = "(not|has not|have not) [yet] (finished|done|ended|completed|over|complete|through|ready) [yet]";
const COND = `((if|when|while|in case|as long as|should) [${OTHER}] [is|has|be] (${BUSY}|running|${UNDONE}|not over))`;
const ENDS = "(finishes|ends|is done|has finished|is over|is finished|has ended|to finish|to end|to be done|done)";
const NEW =
  "[and] [then] (start|run|begin|launch) [it|a new one|the new one|the new run|anew] [again|over|anew|afresh|instead]";
const MISSED_ONE =
  "((if|when|in case|should) [it|a run|one|a firing|any|any run|the run|a time|that] [was|were|is|are|gets|has been|have been|be|got] missed|(if|when|in case) [it|a run|one|we] (misses|miss|missed) [one|a run|it|a time]|(if|when) the (machine|server|host|box|agent) (was|is) (off|down|away|offline|unreachable) [at that time|then])";
const MISSED = "(missed|skipped|late) (runs|ones|run|one|firings|executions|times|starts)";
const BACK =
  "[(when|once|as soon as) (it|the machine|the server|the host|that) is (back|online|up) [again|online|up]|later|afterwards|as soon as possible|after that|then|when possible|as soon as it can]";

/** What becomes of times that overlap, and of times that were missed. */
export const REPEAT_RULES: readonly PolicyRule[] = [
  ...policyRules(
    () => ({ overlap: "skip" }),
    [
      `(skip|drop|omit|leave out) [it|this|that|one|the run|this run|that run|the new one|the new run|a run|the next one] ${COND}`,
      `${COND} [,] [then] (skip|drop|leave|ignore) [it|this|that|one|this one|that one|the run|this run|that run|the new one|the next one] [out]`,
      `${COND} [,] do not (start|run|begin|launch) [it|a new one|another one|another|a second one] [again]`,
      `[but] unless ${OTHER} [is|has] (${BUSY}|running|${UNDONE})`,
      `(do not|never) (start|run|begin|launch|do) [it|a new one|a new run|another one|another run|another|a second one|the next one|anything|this] [again|twice] (${COND}|before ${OTHER} ${ENDS}|until ${OTHER} ${ENDS})`,
      "(never|do not) (start|run) (two|two of them|more than one) (at once|at the same time|in parallel|at a time)",
      "(no|without|avoid|do not|never) (overlap|overlaps|overlapping) [runs|executions]",
      "(skip|avoid) (overlaps|overlapping runs|overlapping ones)",
      "runs must not overlap",
      `(but|only) (not|if) ${OTHER} is (not running|running|not still running|finished|done)`,
      `not (if|while|when) ${OTHER} is (${BUSY}|running)`,
    ],
  ),
  ...policyRules(
    () => ({ overlap: "queue" }),
    [
      `(queue|enqueue|hold|line up) [it|this|that|one|the run|the new one|the new run|up|it up] (${COND}|behind ${OTHER}|until ${OTHER} ${ENDS})`,
      `${COND} [,] [then] (queue|enqueue|wait|hold) [it|for it|until it is done|up|for ${OTHER}|the new one] [to (finish|end)|up]`,
      `(wait|waiting) (for ${OTHER} [${ENDS}]|until ${OTHER} ${ENDS}) [first] [${COND}]`,
      `wait ${COND}`,
      `[but] only after ${OTHER} ${ENDS}`,
      "(queue|line up) overlapping runs",
    ],
  ),
  ...policyRules(
    () => ({ overlap: "replace" }),
    [
      `(replace|kill|cancel|stop|abort|end|terminate) [${OTHER}] ${COND} [${NEW}]`,
      `${COND} [,] [then] (replace|kill|cancel|stop|abort|end|terminate|restart) [${OTHER}] [${NEW}]`,
      `(replace|kill|cancel|stop|abort) ${OTHER} ${NEW} ${COND}`,
      "(replace|kill|cancel) (overlapping runs|the previous run|the last run|the old run)",
    ],
  ),
  ...policyRules(
    () => ({ overlap: "allow" }),
    [
      "(allow|permit|with) (overlap|overlaps|overlapping) [runs|executions]",
      "(overlap|overlapping|overlaps) (is|are) (fine|ok|okay|allowed)",
      `(start|run) (it|a new one) (anyway|anyhow|even) ${COND}`,
      `even (if|when|while) ${OTHER} is (${BUSY}|running)`,
      `${COND} [,] (start|run) (another one|another|it|a second one) (anyway|in parallel|as well|too|all the same)`,
    ],
  ),
  ...policyRules(
    () => ({ misfire: "skip" }),
    [
      `(skip|ignore|drop|forget|leave out|discard) [about] [all|any|the] ${MISSED}`,
      `${MISSED_ONE} [,] [then|just|simply] (skip|ignore|drop|forget|leave|discard) [it|them|that|about it] [out]`,
      `${MISSED_ONE} [,] do not (run|catch up|make up|repeat) [it|on it|for it|them] [later|afterwards]`,
      `(skip|ignore|drop|forget) (it|them) ${MISSED_ONE}`,
      `(do not|never|no|without) (catch up|make up|catching up|catch-up|making up|repeat) [on|for|with] [all|any|the] [${MISSED}|it]`,
      `(do not|never) run [the|any] ${MISSED} [later|afterwards]`,
    ],
  ),
  ...policyRules(
    () => ({ misfire: "last" }),
    [
      `${MISSED_ONE} [,] [then] (run|do|execute|start|catch up|make up|repeat) [it|that|for it|on it|the last one] [only] [just] (once|one time|a single time) [only] ${BACK}`,
      `${MISSED_ONE} [,] [then] (run|do|execute|start|catch up|make up|repeat) [only] (it|that|the last one|for it|on it|the last missed one) ${BACK}`,
      `${MISSED_ONE} [,] [then] (catch up|make up) ${BACK}`,
      `(run|do|make up for|catch up on|catch up|repeat) [only] [the|a|any|for a] [last|latest] (missed) (run|one|firing|execution|runs) [only] (once|${BACK})`,
      `(catch up|make up) [only|just] (once|with the last one|on the last one|on the last missed run) [for] [${MISSED}] ${BACK}`,
      `(run|catch up) (it|on it) once ${MISSED_ONE}`,
      `(run|do|start) it ${BACK} ${MISSED_ONE}`,
      `(catch up|make up for it|make it up) ${MISSED_ONE}`,
      `only [run|catch up on|make up for] the (last|latest) missed (run|one)`,
    ],
  ),
  ...policyRules(
    () => ({ misfire: "all" }),
    [
      `(catch up|make up) [on|for|with] (all|every|each|everything) [of] [the] [${MISSED}|it missed|that was missed|missed]`,
      `(catch up|make up) (on|for|with) [the] ${MISSED}`,
      `(run|repeat|execute|do) (all|every|each) [of] [the] ${MISSED} ${BACK}`,
      `${MISSED_ONE} [,] [then] (run|do|repeat|catch up on|make up for) (all|all of them|them all|every one|each of them|each|every one of them) ${BACK}`,
      `(run|do|repeat) (all of them|them all|every one) ${MISSED_ONE}`,
    ],
  ),
];
