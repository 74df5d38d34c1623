import { type Draft, mask, type Stage } from "../draft.ts";
import type { Token } from "../text/token.ts";
import { wordPattern } from "../text/word-pattern.ts";

const VAGUE = wordPattern<object>(
  "((at|on) (regular intervals|a regular basis)|regularly|periodically|repeatedly|from time to time|[every] now and (then|again)|occasionally|sometimes|[every] once in a while|every so often|later [on]|at some (point|time)|some time|sometime|(at|on) a schedule|on schedule|frequently|often|a few times|several times|soon|shortly|in a (bit|while|moment|minute or two|few)|at a later (time|date|point)|one of these days|eventually|some other time|off hours|after hours|(outside|out) of (business|working|office) hours|when (it is quiet|nobody is looking|traffic is low|load is low|there is (time|less load|little load)))",
  {},
);
/** Says nothing that was not said: as it is meant anyway. */
const IDLE = wordPattern<object>(
  "(sharp|on the dot|like clockwork|without fail|until further notice|till further notice|[all] year round|all year [long]|[a]round the clock|day and night|24/7|24x7|each time|every time|(local|my|our) time|for the time being|as usual|as always|in total|all in all|altogether|overall|forever|for ever|always|on end|(without|no) (exception|exceptions)|in the background|on its own|by itself|from now on|from today on|as of (now|today)|starting (now|today|immediately)|[and] (repeat|repeating|repeatedly|regularly|recurring|loop|rerun|redo) [it|that|this]|effective immediately|going forward|in future|in the future)",
  {},
);
const PLAN = /^(?:schedule|plan)$/;

/** "regularly", "later", "schedule a check": when that is, is asked for. */
export const readVagueTime: Stage = (draft) => {
  const { tokens, schedule, time } = draft;
  const { vague, idle } = vagueIn(draft);
  const used = [...time.used, ...vague, ...idle];
  const said = used.length > time.used.length ? { time: { ...time, used } } : {};
  const unsaid = !schedule.schedule && !schedule.unclear && vague.length === 0;
  const plans = unsaid && PLAN.test(tokens.find(({ kind, text }) => kind === "word" && text !== "please")?.text ?? "");
  if (vague.length === 0 && !plans) return { ...draft, ...said };
  return { ...draft, ...said, schedule: { assumed: [], unclear: true } };
};

function vagueIn({ tokens, time, policy, schedule }: Draft): {
  readonly vague: readonly Range[];
  readonly idle: readonly Range[];
} {
  const taken = mask(tokens.length, [...policy.used, ...time.used]);
  const vague: Range[] = [];
  const idle: Range[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    if (taken[at] && tokens[at]?.text !== "now") continue;
    const said = dateEnd(tokens, at) ?? vagueEnd(tokens, at, taken, schedule.schedule !== undefined);
    const still = said === undefined && at > 0 ? IDLE.match(tokens, at)?.end : undefined;
    if (said !== undefined) vague.push({ from: at, to: said });
    else if (still !== undefined && (taken[still] || isLast(tokens, still))) idle.push({ from: at, to: still });
  }
  return { vague, idle };
}

/** First, last, or before the time it leaves open: "sometime next week"; not "regularly every hour". */
function vagueEnd(tokens: readonly Token[], at: number, taken: readonly boolean[], timed: boolean): number | undefined {
  const end = VAGUE.match(tokens, at)?.end;
  if (timed && !/^(?:some|sometime|at|one)$/.test(tokens[at]?.text ?? "")) return undefined;
  const stands = end !== undefined && (at === 0 || taken[end] || isLast(tokens, end));
  return stands ? end : undefined;
}

interface Range {
  readonly from: number;
  readonly to: number;
}

/** "on 03/04": two numbers of which either may be the month. */
function dateEnd(tokens: readonly Token[], at: number): number | undefined {
  const led = /^(?:on|by|from|until|till|starting)$/.test(tokens[at]?.text ?? "");
  return led && /^(?:0?[1-9]|1[0-2])[/.](?:0?[1-9]|1[0-2])$/.test(tokens[at + 1]?.text ?? "") ? at + 2 : undefined;
}

/** Before the end, a sign or where it shall happen. */
function isLast(tokens: readonly Token[], at: number): boolean {
  const next = tokens[at];
  return (
    next === undefined ||
    next.kind === "stop" ||
    next.kind === "comma" ||
    /^(?:on|in|at|and|please|from)$/.test(next.text)
  );
}
