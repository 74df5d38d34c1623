import type { Frame } from "../../core/model/frame.ts";
import type { Schedule } from "../../core/model/schedule.ts";
import type { TargetSelector } from "../../core/model/target.ts";
import type { Draft } from "../draft.ts";
import { movedClock } from "../follow/moved-clock.ts";
import { findTargets } from "../target/find-targets.ts";
import type { Token } from "../text/token.ts";
import { type WholePhrases, wholePhrases } from "../text/whole-phrases.ts";
import { NOTHING_NAMED } from "./said.ts";
import { steerFrame } from "./steer-frame.ts";

/** A word without which no sentence is about what a room means: all others are left alone at the cost of a look. */
const ABOUT = /^(?:channel|room|thread|conversation|here|digest|quiet|disturb)$/;
const ON: Token = { kind: "word", text: "on", raw: "on", start: 0, end: 0 };
const HERE = "[in|for|of|to] (this|our|the) (channel|room|thread|conversation)";

const table = (phrases: readonly string[]): WholePhrases<true> =>
  wholePhrases(phrases.map((source) => [source, true] as const));

/** What stands before and behind the place. */
const MEANS: readonly { readonly before: WholePhrases<true>; readonly behind: WholePhrases<true> }[] = [
  {
    before: table([
      "[from now on] [in] (this|our) (channel|room|thread|conversation) (means|mean|is about|is for|stands for|works on|is)",
      "[from now on] in (this|our) (channel|room|thread|conversation) (use|assume|we mean|i mean|take|we are on|we use)",
      "[let] (this|our) (channel|room|thread|conversation) (mean|be about|be for|default to|defaults to)",
      "(default|this defaults|this channel defaults|this room defaults|this thread defaults) to",
      `set [the] default ${HERE} to`,
      `[the] default ${HERE} is`,
      "[the] default [machines|place] here (is|are)",
      "(from now on|by default) here (means|is|use|we mean|i mean)",
      "[set] (this|our|the) channel default (is|to)",
    ]),
    behind: table([
      "",
      "[here|in here|in this channel] [now] [from now on|by default|always|unless said otherwise|unless i say otherwise]",
    ]),
  },
  {
    before: table(["[by default|from now on|always] (use|assume|mean|take|make|set)", "[the] default (is|are)"]),
    behind: table([
      "(here|in here|in this channel|in this room|in this thread) (by default|from now on|always|as default)",
      "[as|be] [the] default (here|in here|in this channel|for this channel|in this room|in this thread)",
      "by default (here|in here|in this channel|in this room|in this thread)",
    ]),
  },
];
const FORGET = table([
  `(forget|clear|remove|drop|reset|delete|unset) [the] default [machines|place] ${HERE}`,
  "(forget|clear|remove|drop|reset|delete|unset) [the] default [machines|place] here",
  "(forget|clear|remove|drop|reset|delete|unset) (this|the) channel default",
  "(forget|clear|remove|drop|reset) what (this|the) (channel|room|thread) means",
  "(this|our) (channel|room|thread) means nothing [special] [any more|anymore|now]",
  "no default [machines|place] (here|in this channel|in this room|in this thread) [any more|anymore]",
]);
const SHOW = table([
  "what does (this|our) (channel|room|thread) mean",
  "what (is|are) [the] default [machines|place] (here|in this channel|of this channel|for this channel)",
  "[show|what is] (this|the) channel default",
  "(which|what) machines does (this|our) (channel|room|thread) mean",
  "where (do|does) (things|this|it) run here by default",
  "[show|list] channel defaults",
]);

/** "this channel means staging", "quiet hours from 22:00 to 7:00", "digest at 8:30 in this channel". */
export function channelFrame(draft: Draft, tokens: readonly Token[]): Frame | undefined {
  if (!tokens.some(({ text }) => ABOUT.test(text)) && !isDefault(tokens)) return undefined;
  return placeFrame(draft, tokens) ?? quietFrame(draft, tokens) ?? digestFrame(draft, tokens);
}

const isDefault = (tokens: readonly Token[]) => tokens[0]?.text === "default" && tokens[1]?.text === "to";

/** "this channel's default" is "this channel default" here. */
const plain = (tokens: readonly Token[]): readonly Token[] =>
  tokens.filter(({ kind, text }) => kind !== "stop" && text !== "'s" && text !== "please");
const textOf = (tokens: readonly Token[]): string =>
  tokens
    .filter(({ kind }) => kind !== "comma")
    .map(({ text }) => text.replace(/(?:'s|’s)$/, "").replace(/^channels$/, "channel"))
    .join(" ");

function placeFrame(draft: Draft, tokens: readonly Token[]): Frame | undefined {
  const words = plain(tokens);
  const said = textOf(words);
  if (FORGET.has(said)) return steerFrame(draft, tokens, NOTHING_NAMED, "channel.default", { params: { off: true } });
  if (SHOW.has(said)) return steerFrame(draft, tokens, NOTHING_NAMED, "channel.default", {});
  for (const { before, behind } of MEANS) {
    for (let from = Math.min(words.length - 1, LONGEST_LEAD); from > 0; from -= 1) {
      if (!before.has(textOf(words.slice(0, from)))) continue;
      const targets = placeIn(draft, words.slice(from), behind);
      if (targets) return steerFrame(draft, tokens, NOTHING_NAMED, "channel.default", { targets });
    }
  }
  return undefined;
}

const LONGEST_LEAD = 10;

/** The place that these words name, if what follows it may follow. */
function placeIn(draft: Draft, words: readonly Token[], behind: WholePhrases<true>): TargetSelector | undefined {
  for (let end = words.length; end > 0; end -= 1) {
    if (!behind.has(textOf(words.slice(end)))) continue;
    const { include, exclude, used, same } = findTargets([ON, ...words.slice(0, end)], [], draft.known);
    const covered = used.reduce((sum, { from, to }) => sum + to - from, 0);
    const known = [...include, ...exclude].every((term) => !isGuess(term, draft));
    if (!same && include.length > 0 && covered === end + 1 && known) return { include, exclude };
  }
  return undefined;
}

/** "this channel is great": a word that only might be a machine. */
function isGuess(term: string, { known }: Draft): boolean {
  const name = term.startsWith("host:") ? term.slice(5) : "";
  return name !== "" && !known.agents.has(name) && !/[\d*?]/.test(name);
}

const WINDOW =
  /(?:from|between|,|:)? ?(\d{1,2})(?::(\d{2}))? ?(am|pm|o'clock|h)? ?(?:to|until|till|and|-|–) ?(\d{1,2})(?::(\d{2}))? ?(am|pm|o'clock|h)?/i;
const QUIET = table([
  "[set|i want|i need] [my] quiet hours [for me|here|in this channel|in this room|please]",
  "[be|keep|stay] quiet [for me|here|in this channel|in this room]",
  "do not disturb [me|us|this channel]",
  "no (messages|notices|notifications) [for me|to me|here|in this channel]",
]);
const QUIET_OFF = table([
  "(no|stop|end|remove|clear|cancel|forget|delete|turn off|switch off) [my|the] quiet hours [for me|here|in this channel|in this room] [any more|anymore]",
  "quiet hours off [here|in this channel]",
]);
const QUIET_SHOW = table([
  "[show|what are|when are] [my|the|our] quiet hours [here|in this channel]",
  "when (is|are) (you|it) quiet [here|in this channel]",
]);
const OF_ROOM = /\b(?:here|channel|room|us|our)\b/;

function quietFrame(draft: Draft, tokens: readonly Token[]): Frame | undefined {
  const { message } = draft;
  const words = textOf(plain(tokens));
  const ref = OF_ROOM.test(words) ? "here" : "me";
  const make = (params: object) =>
    steerFrame(draft, tokens, NOTHING_NAMED, "channel.quiet", { ref, params: { ...params } });
  if (QUIET_OFF.has(words)) return make({ off: true });
  if (QUIET_SHOW.has(words)) return make({});
  if (message.length > 200) return undefined;
  const found = WINDOW.exec(message);
  const rest = found && plain(tokens).filter((token) => !isWithin(token, found.index, found[0].length));
  if (!found || !rest || !QUIET.has(textOf(rest))) return undefined;
  const [, fromHour, fromMinute, fromHalf, toHour, toMinute, toHalf] = found;
  const from = clockText(fromHour, fromMinute, fromHalf);
  const to = clockText(toHour, toMinute, toHalf);
  return from === undefined || to === undefined || from === to ? undefined : make({ from, to });
}

const isWithin = ({ start, end }: Token, at: number, length: number): boolean => start >= at && end <= at + length;

function clockText(hour = "", minute = "00", half = ""): string | undefined {
  const said = Number(hour);
  const value = /pm/i.test(half) && said < 12 ? said + 12 : /am/i.test(half) && said === 12 ? 0 : said;
  if (value > 24 || Number(minute) > 59) return undefined;
  return `${String(value % 24).padStart(2, "0")}:${minute}`;
}

const DIGEST = table([
  "[post|send|give|show|i want|we want|give us|give me] [a|the] [morning|daily|failure|failures] digest [here|in this channel|in this room|to this channel|of failures]",
  "digest of what failed [here|in this channel]",
]);
const DIGEST_OFF = table([
  "(no|stop|end|remove|cancel|forget|delete|turn off|switch off) [more] [the|this] [morning|daily] (digest|digests) [here|in this channel|in this room] [any more|anymore]",
]);
const DIGEST_SHOW = table([
  "(when is|what is|show) [the] [next] [morning|daily] digest [here|in this channel]",
  "is there [a] digest [here|in this channel]",
]);
/** Every day, at a time that is yet to be said. */
const DAILY: Schedule = { kind: "cron", cron: "30 8 * * *" };

function digestFrame(draft: Draft, tokens: readonly Token[]): Frame | undefined {
  const { schedule, time } = draft;
  const taken = (index: number) => time.used.some(({ from, to }) => index >= from && index < to);
  const words = textOf(plain(tokens.filter((_token, index) => !taken(index)))).replace(/ (?:at|on|every)$/, "");
  const make = (slots: { readonly params?: { readonly off: true }; readonly schedule?: Schedule }) =>
    steerFrame(draft, tokens, NOTHING_NAMED, "channel.digest", slots);
  if (DIGEST_OFF.has(words)) return make({ params: { off: true } });
  if (DIGEST_SHOW.has(words)) return make({});
  if (!DIGEST.has(words)) return undefined;
  const said = schedule.schedule?.kind === "cron" ? schedule.schedule : movedClock(draft, DAILY);
  return said ? make({ schedule: said }) : undefined;
}
