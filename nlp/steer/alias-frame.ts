import type { Frame } from "../../core/model/frame.ts";
import type { Draft } from "../draft.ts";
import type { Token } from "../text/token.ts";
import { NOTHING_NAMED } from "./said.ts";
import { steerFrame } from "./steer-frame.ts";

interface Named {
  readonly name: readonly Token[];
  /** What it stands for; absent: the request before. */
  readonly stands?: readonly Token[];
  /** Nothing parts the name from what it stands for. */
  readonly unparted?: readonly Token[];
}

type Reader = (tokens: readonly Token[]) => Named | undefined;

const at = (tokens: readonly Token[], index: number): string => tokens[index]?.text ?? "";
const text = (tokens: readonly Token[]): string => tokens.map((token) => token.text).join(" ");
/** After the words; -1 where the sentence does not begin with them. */
function behind(tokens: readonly Token[], pattern: RegExp): number {
  const words = tokens.slice(0, 8).map((token) => token.text);
  for (let length = Math.min(8, words.length); length > 0; length -= 1)
    if (pattern.test(words.slice(0, length).join(" "))) return length;
  return -1;
}

/** "call that morning check", "save this as bounce web", "remember that under the name x". */
const ofTheLast: Reader = (tokens) => {
  const start = behind(
    tokens,
    /^(?:from now on |in future |let us )?(?:call|name|save|remember|store|bookmark|keep|alias|title|label|dub|register|define|record) (?:that|this|it|the last one|the last request|that one|this one|that request|this request|that command)(?: as| under| under the name| by the name| with the name| by the name of| from now on)?(?: the alias| alias)?$/,
  );
  const given = behind(tokens, /^(?:give|assign) (?:that|this|it) (?:the |an? )?(?:name|alias|shortcut|nickname)$/);
  const made = behind(
    tokens,
    /^(?:make|create|add|define) (?:that |this |it )?(?:the |an? )?(?:alias|shortcut|shorthand)(?: for (?:that|this|it))?(?: called| named| as)$/,
  );
  const saved = behind(tokens, /^(?:save|remember|store|bookmark) as$/);
  const from = [start, given, made, saved].find((one) => one > 0);
  if (from === undefined) return undefined;
  const name = tokens.slice(from);
  return name.some(({ text: word }) => SEPARATOR.test(word)) ? undefined : { name };
};

const SEPARATOR = /^(?:,|:|=|->|=>|then|do|means|as|for|to|meaning|mean)$/;

/** "when I say X, do Y", "if I type X then Y". */
const whenSaid: Reader = (tokens) => {
  const from = behind(
    tokens,
    /^(?:when|whenever|if|every time|each time|once|as soon as) (?:i|we|you read|someone|somebody|anyone) (?:say|says|type|types|write|writes|ask for|asks for|tell you|mention)$/,
  );
  if (from < 0) return undefined;
  const rest = tokens.slice(from);
  const [first] = rest;
  if (first?.kind === "quoted") return { name: [first], stands: afterJoint(rest, 1) };
  const cut = rest.findIndex(
    (token, index) =>
      index > 0 &&
      (token.kind === "comma" || token.kind === "stop" || /^(?:then|do|it means|i mean|you|please)$/.test(token.text)),
  );
  if (cut > 0) return { name: rest.slice(0, cut), stands: afterJoint(rest, cut) };
  return { name: [], unparted: rest };
};

function afterJoint(tokens: readonly Token[], from: number): readonly Token[] {
  let start = from;
  while (
    start < tokens.length &&
    (tokens[start]?.kind === "comma" ||
      tokens[start]?.kind === "stop" ||
      /^(?:then|do|please|you|should|i|mean|it|means|that|=|->|=>)$/.test(at(tokens, start)))
  )
    start += 1;
  return tokens.slice(start);
}

/** "create an alias X for Y", "alias X = Y", "define X as Y", "let X mean Y", "X means Y". */
const defined: Reader = (tokens) => {
  const lead = behind(
    tokens,
    /^(?:(?:create|make|add|define|set|set up|save|new|register|store)(?: me)?(?: the| an?)?(?: new)? (?:alias|shortcut|shorthand|macro|nickname)|alias|shortcut|define|let|teach you|learn)(?: called| named|:)?$/,
  );
  const from = lead < 0 ? 0 : tokens[lead]?.kind === "stop" ? lead + 1 : lead;
  const rest = tokens.slice(from);
  const joint = lead < 0 ? MEANS : JOINT;
  const cut = rest.findIndex(
    (token, index) => index > 0 && (joint.test(token.text) || (lead >= 0 && token.kind === "stop")),
  );
  if (cut < 1 || cut > 6) return undefined;
  if (
    lead < 0 &&
    rest.slice(0, cut).some(({ text: word }) => /^(?:it|that|this|what|which|he|she|which|how)$/.test(word))
  )
    return undefined;
  return { name: rest.slice(0, cut), stands: afterMeaning(rest, cut) };
};

const JOINT = /^(?:for|as|=|:=|->|=>|:|means|mean|meaning|to|stand|stands|be|is|that)$/;
const MEANS = /^(?:means|:=|=>|->|=)$/;

function afterMeaning(tokens: readonly Token[], from: number): readonly Token[] {
  let start = from;
  while (
    /^(?:for|as|=|:=|->|=>|:|means|mean|meaning|to|stand|stands|be|is|that|short|an|alias|run|do)$/.test(
      at(tokens, start),
    ) &&
    start < from + 4
  ) {
    if (/^(?:run|do)$/.test(at(tokens, start)) && start === from) break;
    if (at(tokens, start) === "run" && tokens[start + 1] !== undefined) break;
    // "let x mean is redis running": a question is meant
    if (at(tokens, start) === "is" && start > from && !/^(?:short|an|=|:|for)$/.test(at(tokens, start + 1))) break;
    start += 1;
  }
  return tokens.slice(start);
}

/** "call restart nginx on web-4 'kick web'", "save "check disk on web-1" as space". */
const called: Reader = (tokens) => {
  const from = behind(tokens, /^(?:call|name|alias|save|remember|store)$/);
  if (from < 0) return undefined;
  const rest = tokens.slice(from);
  const [first] = rest;
  const last = rest.at(-1);
  if (first?.kind === "quoted" && rest.length > 1) {
    const named = /^(?:as|=|->)$/.test(at(rest, 1)) ? rest.slice(2) : rest.slice(1);
    return { name: named, stands: [first] };
  }
  return last?.kind === "quoted" && rest.length > 2
    ? { name: [last], stands: rest.slice(0, /^as$/.test(rest.at(-2)?.text ?? "") ? -2 : -1) }
    : undefined;
};

/** What a sentence that gives a name begins with, where no "means" stands in it. */
const STARTS = new Set(
  "from in let call name save remember store bookmark keep alias title label dub register define record give assign make create add when whenever if every each once as set new shortcut teach learn".split(
    " ",
  ),
);

/** A name for the request before, or for one that is said with it. */
export function aliasFrame(draft: Draft, tokens: readonly Token[]): Frame | undefined {
  if (!STARTS.has(at(tokens, 0)) && !tokens.some(({ text: word }) => MEANS.test(word))) return undefined;
  for (const reader of [ofTheLast, whenSaid, called, defined]) {
    const found = reader(tokens);
    if (!found) continue;
    if (found.unparted) return unparted(draft, tokens, found.unparted);
    const name = nameOf(found.name);
    if (name === undefined) continue;
    if (!found.stands) return steerFrame(draft, tokens, NOTHING_NAMED, "alias.create", { ref: name });
    const frame = standing(draft, found.stands);
    if (frame) return named(draft, tokens, name, frame);
  }
  return undefined;
}

const LONGEST_NAME = 5;

function nameOf(tokens: readonly Token[]): string | undefined {
  const words = tokens.filter(({ kind }) => kind !== "comma" && kind !== "stop");
  const from = /^(?:the|an?|alias|name|as)$/.test(at(words, 0)) && words.length > 1 ? 1 : 0;
  const said = text(words.slice(from)).trim();
  const fits = said !== "" && said.split(" ").length <= LONGEST_NAME && /^[\p{L}\d][\p{L}\d ._'-]{0,59}$/u.test(said);
  return fits ? said : undefined;
}

/** "whenever I say mail log tail /var/log/mail.log": the shortest name after which a whole request stands. */
function unparted(draft: Draft, tokens: readonly Token[], rest: readonly Token[]): Frame | undefined {
  for (let length = 1; length <= LONGEST_NAME && length < rest.length; length += 1) {
    const name = nameOf(rest.slice(0, length));
    const frame = standing(draft, rest.slice(length));
    if (name !== undefined && frame?.outcome === "act" && frame.assumed === undefined)
      return named(draft, tokens, name, frame);
  }
  return undefined;
}

/** What an alias stands for: a request of its own, read as if nothing had been said before. */
function standing(draft: Draft, tokens: readonly Token[]): Frame | undefined {
  const [first] = tokens;
  const last = tokens.at(-1);
  if (!first || !last || !draft.readPart) return undefined;
  const part = tokens.length === 1 && first.kind === "quoted" ? first.raw : draft.message.slice(first.start, last.end);
  const frame = draft.readPart(part);
  return frame.intent === "task.create" && frame.action !== undefined ? frame : undefined;
}

function named(draft: Draft, tokens: readonly Token[], name: string, frame: Frame): Frame {
  const { action, params, targets, schedule, policy, then: steps, outcome, clarify, options, assumed } = frame;
  return steerFrame(draft, tokens, NOTHING_NAMED, "alias.create", {
    outcome,
    ...(action !== undefined && { action }),
    ...(params && { params }),
    ...(targets && { targets }),
    ...(schedule && { schedule }),
    ...(policy && { policy }),
    // biome-ignore lint/suspicious/noThenProperty: the frame contract names the field
    ...(steps && { then: steps }),
    ...(clarify !== undefined && { clarify }),
    ...(options && { options }),
    ref: name,
    ...(assumed && { assumed }),
  });
}
