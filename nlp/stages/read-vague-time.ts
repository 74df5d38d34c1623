import { type Draft, mask, type Stage } from "../draft.ts";
import type { Token } from "../text/token.ts";
import { wordPattern } from "../text/word-pattern.ts";

const VAGUE = wordPattern<object>(
  "((at|on) (regular intervals|a regular basis)|regularly|periodically|repeatedly|from time to time|[every] now and (then|again)|occasionally|sometimes|[every] once in a while|every so often|later [on]|at some (point|time)|some time|sometime|(at|on) a schedule|on schedule|frequently|often|a few times|several times)",
  {},
);
const PLAN = /^(?:schedule|plan)$/;

/** "regularly", "later", "schedule a check": when that is, is asked for. */
export const readVagueTime: Stage = (draft) => {
  const { tokens, schedule } = draft;
  if (schedule.schedule || schedule.unclear) return draft;
  const taken = mask(tokens.length, [...draft.policy.used, ...draft.time.used]);
  const used: { from: number; to: number }[] = [];
  for (let at = 1; at < tokens.length; at += 1) {
    const end = taken[at] ? undefined : (VAGUE.match(tokens, at)?.end ?? dateEnd(tokens, at));
    if (end !== undefined && isLast(draft, end)) used.push({ from: at, to: end });
  }
  const plans = PLAN.test(tokens.find(({ kind, text }) => kind === "word" && text !== "please")?.text ?? "");
  if (used.length === 0 && !plans) return draft;
  const said = used.length > 0 ? { time: { ...draft.time, used: [...draft.time.used, ...used] } } : {};
  return { ...draft, ...said, schedule: { ...schedule, unclear: true } };
};

/** "on 03/04": two numbers of which either may be the month. */
function dateEnd(tokens: readonly Token[], at: number): number | undefined {
  const led = /^(?:on|by|from|until|till|starting)$/.test(tokens[at]?.text ?? "");
  return led && /^\d{1,2}[/.]\d{1,2}$/.test(tokens[at + 1]?.text ?? "") ? at + 2 : undefined;
}

/** Before the end, a sign or where it shall happen. */
function isLast({ tokens }: Draft, at: number): boolean {
  const next = tokens[at];
  return (
    next === undefined ||
    next.kind === "stop" ||
    next.kind === "comma" ||
    /^(?:on|in|at|and|please|from)$/.test(next.text)
  );
}
