import type { Escalation } from "../../core/channels/room-settings.ts";

/** What somebody says about who else is told when nobody answers here. */
export type EscalationCommand =
  | { readonly kind: "set"; readonly value: Escalation }
  | { readonly kind: "end" }
  | { readonly kind: "show" };

const MINUTE_MS = 60_000;
const USUAL_MS = 10 * MINUTE_MS;
const SETS =
  /^(?:if|when) (?:nobody|no one) (?:answers?|replies|reacts|responds)(?: here| in this channel)?(?: (?:within|in|for|after) (\d{1,4}|an?|half an) ?(min|minutes?|h|hours?))?,?(?: then)? (?:tell|ask|escalate to) ([#@]?[\w-](?:[\w.-]{0,78}[\w-])?)(?: here)?[.!]?$/i;
const SETS_TURNED =
  /^(?:tell|ask|escalate to) ([#@]?[\w-](?:[\w.-]{0,78}[\w-])?) (?:if|when) (?:nobody|no one) (?:answers?|replies|reacts|responds)(?: here| in this channel)?(?: (?:within|in|for|after) (\d{1,4}|an?|half an) ?(min|minutes?|h|hours?))?[.!]?$/i;
const ENDS =
  /^(?:tell nobody else|(?:do not|don't|stop) escalat(?:e|ing)|no escalation)(?: here| in this channel)?[.!]?$/i;
const SHOWS = /^(?:who is told (?:here )?if nobody answers(?: here)?|escalation)[?.]?$/i;

/**
 * "if nobody answers in 10 minutes tell #ops-leads", and its end. Exact, as everything is that decides who hears of
 * somebody's request. Undefined: about something else. Pure.
 */
export function escalationCommand(text: string): EscalationCommand | undefined {
  const sentence = text
    .trim()
    .replaceAll(/\s{1,2000}/g, " ")
    .replaceAll("’", "'");
  if (ENDS.test(sentence)) return { kind: "end" };
  if (SHOWS.test(sentence)) return { kind: "show" };
  const plain = SETS.exec(sentence);
  if (plain) return wanted(plain[3], plain[1], plain[2]);
  const turned = SETS_TURNED.exec(sentence);
  return turned ? wanted(turned[1], turned[2], turned[3]) : undefined;
}

function wanted(whom = "", count: string | undefined, unit = "min"): EscalationCommand | undefined {
  const each = unit.toLowerCase().startsWith("h") ? 60 * MINUTE_MS : MINUTE_MS;
  const afterMs = count === undefined ? USUAL_MS : Math.round(numberOf(count) * each);
  if (afterMs < MINUTE_MS) return undefined;
  const to = whom.startsWith("#") ? { channel: whom } : { user: whom.replace(/^@/, "") };
  return { kind: "set", value: { afterMs, ...to } };
}

function numberOf(count: string): number {
  if (/^half an$/i.test(count)) return 0.5;
  return /^an?$/i.test(count) ? 1 : Number(count);
}
