import type { Notify } from "../../core/model/policy.ts";
import type { Token } from "../text/token.ts";
import { wordPattern } from "../text/word-pattern.ts";

type On = Notify["on"];
interface Said {
  readonly to: Pick<Notify, "channel" | "user">;
}
type Names = ReadonlySet<string>;

const TOPIC =
  "(it|that|this|something|anything|one|any of them|one of them|everything|any machine|a machine|the (run|task|check|backup|update|restart|script|thing|result|job|deploy|deployment|site|server|service|whole thing|rollout|command|ping))";
/** What one is told about; the longest fits. */
const EVENTS: readonly (readonly [On, string])[] = [
  [
    "failure",
    `[only] [but] (if|when|whenever|in case|should|only if|in the event) [${TOPIC}] [ever] (fails|fail|failed|breaks|break|goes wrong|go wrong|went wrong|does not work|did not work|errors|goes down|crashes|goes bad|has failed|is not ok|does not succeed)`,
  ],
  [
    "failure",
    "[only] (on|about|of|upon|in case of|for) [a|any|the|all] (failure|failures|error|errors|problem|problems)",
  ],
  ["failure", "(if|when|in case) there (is|are) (a|an|any) (failure|failures|error|errors|problem|problems|trouble)"],
  ["failure", "(if|when|unless) (it|that|everything) is not (ok|okay|fine|good)"],
  [
    "failure",
    "[only] (if|when|whenever|in case) (something|anything|it|that) (is|looks|seems|gets) (wrong|off|bad|broken|not right|fishy)",
  ],
  ["failure", "unless (it|that|everything) (works|succeeds|goes well|is ok|is fine|is okay)"],
  [
    "success",
    `[only] (if|when|once|whenever|only if|as soon as) [${TOPIC}] (succeeds|succeed|succeeded|works|worked|went well|goes well|is successful|was successful|has succeeded|works out|went through)`,
  ],
  ["success", "[only] (on|upon|about) success"],
  [
    "recovery",
    `[only] (if|when|once|as soon as|whenever) [${TOPIC}] (recovers|recover|recovered|is back|is ok again|is fine again|works again|is working again|comes back|is up again|is back up|is back to normal|gets better|is good again|has recovered|succeeds again|runs again|is green again)`,
  ],
  ["recovery", "[only] (on|upon|about) recovery"],
  [
    "threshold",
    `[only] (if|when|once|whenever|as soon as|should) [${TOPIC}|the value|usage|the usage|the disk] (is|goes|gets|rises|crosses|exceeds|reaches|passes|hits) [above|over|past|to|beyond] (the|a|its) (threshold|limit)`,
  ],
  ["threshold", "(at|above|over|beyond|on) the (threshold|limit)"],
  [
    "always",
    `[only] (when|once|as soon as|after|whenever) [${TOPIC}|you are|they are|you have|it has] [are|is|has|have|was|all] (done|finished|finishes|complete|completes|over|ready|ends|ended|through|completed|finish|run|ran)`,
  ],
  [
    "always",
    "(always|either way|in any case|afterwards|whatever happens|no matter what|every time|each time|how it went|how it goes|at the end|in the end|when done|regardless|about the result|the result|about it|of the result|on completion|upon completion|of completion)",
  ],
  ["always", "(after|for|about|on|of) (each|every) (run|execution|time|one)"],
];

const TELL =
  "(tell|notify|alert|ping|message|warn|inform|page|dm|text|mention|slack|mail|email|poke|nudge|remind|update)";
const POST =
  "(post|send|report|write|announce|say) [it|this|that|the result|the results|a message|a note|an alert|so|back] [to|in|into] [the] [channel]";
const GIVE = "(give|drop|send|shoot) {who} [a] (shout|note|message|ping|heads-up|heads up|line|notification|sign|word)";

const always = "[always|only|just]";
const OF_IT = "[about it|about that|about this]";

interface Wording {
  readonly pattern: ReturnType<typeof wordPattern<Said>>;
  /** Clear enough without a word on when. */
  readonly plain: boolean;
}

/** Reads "tell me if it fails", "notify #ops and anna when it is done", "if it fails let ben know". */
export function notifyReader(
  users: Names,
): (tokens: readonly Token[], at: number) => { readonly notify: readonly Notify[]; readonly end: number } | undefined {
  const readers = { who: (tokens: readonly Token[], at: number) => whoAt(tokens, at, users) };
  const tellings = [
    `[and|then] ${always} ${TELL} {who} ${OF_IT}`,
    `${always} let {who} know ${OF_IT}`,
    `${GIVE}`,
    `${always} ${POST} {who}`,
    "keep {who} (posted|informed|updated|in the loop)",
    "(cc|copy) {who}",
  ].map(
    (source): Wording => ({
      pattern: wordPattern<Said>(source, readers),
      plain: /^\(cc|posted/.test(source) || source.includes("(post|"),
    }),
  );
  return (tokens, at) => tellFirst(tokens, at, tellings, users) ?? eventFirst(tokens, at, tellings);
}

const EVENT_PATTERNS = EVENTS.map(([on, source]) => ({ on, pattern: wordPattern<Said>(source, {}) }));

function eventAt(tokens: readonly Token[], at: number): { readonly on: On; readonly end: number } | undefined {
  let best: { on: On; end: number } | undefined;
  const from = tokens[at]?.kind === "comma" ? at + 1 : at;
  const word = tokens[from]?.text ?? "";
  for (const { on, pattern } of EVENT_PATTERNS) {
    const found = pattern.first.has(word) ? pattern.match(tokens, from) : undefined;
    if (found && found.end > (best?.end ?? from)) best = { on, end: found.end };
  }
  return best;
}

function telling(tokens: readonly Token[], at: number, wordings: readonly Wording[]) {
  const word = tokens[at]?.text ?? "";
  for (const { pattern, plain } of wordings) {
    const found = pattern.first.has(word) ? pattern.match(tokens, at) : undefined;
    if (found?.values.to) return { to: found.values.to, end: found.end, plain };
  }
  return undefined;
}

/** "tell #ops if it fails and when it recovers, and me when it is done" */
function tellFirst(tokens: readonly Token[], at: number, wordings: readonly Wording[], users: Names) {
  const told = telling(tokens, at, wordings);
  if (!told) return undefined;
  const people = morePeople(tokens, told.end, [told.to], users);
  const first = eventAt(tokens, people.end);
  const always = tokens[at]?.text === "always" || tokens.slice(at, told.end).some((token) => token.text === "always");
  if (!first) {
    const named = told.plain || told.to.channel !== undefined || users.has(told.to.user ?? "");
    const clear = always || named || isAddedLast(tokens, at, people.end);
    return clear && ends(tokens, people.end)
      ? { notify: people.to.map((to) => ({ on: "always" as const, ...to })), end: people.end }
      : undefined;
  }
  const notify: Notify[] = people.to.map((to) => ({ on: first.on, ...to }));
  return moreEvents(tokens, first.end, people.to, notify, users);
}

/** "restart nginx on web-1 and let me know": the last words, behind a request. */
function isAddedLast(tokens: readonly Token[], at: number, end: number): boolean {
  const joins = [tokens[at], tokens[at - 1]].some((token) => token?.kind === "comma" || token?.text === "and");
  return at > 1 && joins && (tokens[end] === undefined || tokens[end]?.kind === "stop");
}

/** "if it fails tell me" */
function eventFirst(tokens: readonly Token[], at: number, wordings: readonly Wording[]) {
  const event = eventAt(tokens, at);
  if (!event) return undefined;
  const from = tokens[event.end]?.kind === "comma" ? event.end + 1 : event.end;
  const told = telling(
    tokens,
    tokens[from]?.text === "please" || tokens[from]?.text === "then" ? from + 1 : from,
    wordings,
  );
  if (!told || eventAt(tokens, told.end)) return undefined;
  return { notify: [{ on: event.on, ...told.to }], end: told.end };
}

/** Where nothing else is said that could be told: "tell #ops how full it is" is no notice. */
function ends(tokens: readonly Token[], at: number): boolean {
  const next = tokens[at];
  return (
    next === undefined || next.kind === "stop" || next.kind === "comma" || next.text === "and" || next.text === "then"
  );
}

function joint(tokens: readonly Token[], at: number): number | undefined {
  const comma = tokens[at]?.kind === "comma" ? at + 1 : at;
  if (/^(?:and|or|plus|&)$/.test(tokens[comma]?.text ?? ""))
    return tokens[comma + 1]?.text === "also" ? comma + 2 : comma + 1;
  return comma > at ? comma : undefined;
}

function morePeople(tokens: readonly Token[], at: number, to: readonly Said["to"][], users: Names) {
  const people = [...to];
  let end = at;
  for (;;) {
    const next = joint(tokens, end);
    const who = next === undefined ? undefined : whoAt(tokens, next, users);
    if (!who?.values.to) return { to: people, end };
    people.push(who.values.to);
    ({ end } = who);
  }
}

function moreEvents(
  tokens: readonly Token[],
  at: number,
  to: readonly Said["to"][],
  notify: Notify[],
  users: Names,
): { readonly notify: readonly Notify[]; readonly end: number } {
  const next = joint(tokens, at);
  if (next === undefined) return { notify, end: at };
  const who = whoAt(tokens, next, users);
  const event = eventAt(tokens, who?.end ?? next);
  if (!event) return { notify, end: at };
  const people = who?.values.to ? [who.values.to] : to;
  return moreEvents(tokens, event.end, people, [...notify, ...people.map((one) => ({ on: event.on, ...one }))], users);
}

function whoAt(tokens: readonly Token[], at: number, users: Names) {
  const lead = /^(?:to|in|the|channel)$/;
  let from = at;
  while (lead.test(tokens[from]?.text ?? "")) from += 1;
  const token = tokens[from];
  if (!token) return undefined;
  const end = from + 1;
  if (/^(?:me|us)$/.test(token.text)) return { values: { to: { user: "me" } }, end };
  if (token.kind === "channel") return { values: { to: { channel: token.text } }, end };
  const user = /^@([\w.-]{1,60})$/.exec(token.text)?.[1] ?? (users.has(token.text) ? token.text : undefined);
  return user === undefined || user === "octopus" ? undefined : { values: { to: { user } }, end };
}
