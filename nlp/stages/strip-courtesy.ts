import type { CompiledCatalog } from "../compiled-catalog.ts";
import type { Draft, Stage } from "../draft.ts";
import { baseForm } from "../text/base-form.ts";
import { withCarriedVerb } from "../text/carried-verb.ts";
import { withoutPassive } from "../text/passive.ts";
import type { Token } from "../text/token.ts";
import { withoutTrouble } from "../text/told-trouble.ts";
import { wordPattern } from "../text/word-pattern.ts";

const patterns = (sources: readonly string[]) => sources.map((source) => wordPattern<object>(source, {}));

const YOU = "(you|u|octopus|somebody|someone|anybody|anyone)";
/** Before a request; what follows is the request itself. */
const OPENINGS = patterns([
  "(hi|hey|hello|hallo|yo|morning|howdy|greetings|good morning|good evening|good afternoon) [there|all|team|folks|everyone|everybody|octopus|bot|again] [,|!|.]",
  "(sorry|apologies) (to bother [you|u] [again]|for (bothering|the bother|the trouble|disturbing) [you]|for that) [,|but|.] [but]",
  "excuse me [,|but] [but]",
  "[a|one more|another] quick (one|question|request|favour|favor|thing) [for you] [:|,]",
  "(one more|another) (thing|one|request) [:|,]",
  "(next up|next one) [:|,]",
  `[is there] any (chance|way) [that] ${YOU} (could|can|would|might)`,
  `(is it possible|would it be possible) for ${YOU} to`,
  `(i was|i am|i|was|just) (wondering|wonder) (if|whether) ${YOU} (could|can|would|might)`,
  `(i would|we would|i'd) (appreciate|be (grateful|glad|happy)|love) [it] if ${YOU} (could|would|can)`,
  `it would be (great|nice|good|helpful|lovely|cool|awesome) if ${YOU} (could|would|can)`,
  `(can|could|would|will) ${YOU} (please|kindly|maybe|possibly|perhaps|quickly|just) [be so kind (and|as to)]`,
  "(can|could|would|will) (somebody|someone)",
  `(can|could|would|will) ${YOU} be so (kind|good) (and|as to)`,
  `(can|could|would|will) ${YOU} do me a (favor|favour) and`,
  `(do me a favor|do me a favour) (and|,)`,
  `(i need|i want|i would like|we need|we want) ${YOU} to`,
  `(when|whenever|if|once) ${YOU} (get|have|find) (a|the) (chance|moment|minute|second|time) [,]`,
  `if ${YOU} (do not mind|can|could|would|please) [,]`,
  "(when|whenever|if) (possible|convenient) [,]",
  `(can|could|would) ${YOU} (let (me|us) know|tell (me|us)|check for (me|us))`,
  "(please|kindly|just) (let (me|us) know|tell (me|us))",
  "(let (me|us) know|tell (me|us))",
  `[(can|could|would|will) ${YOU}] [please] (take|have) a [quick|short|brief|little] look at`,
  "(go ahead and|feel free to|be so kind and|make it so that you|the thing to do is)",
]);
/** Before an -ing form. */
const ING_OPENINGS = patterns([
  `(would|do) ${YOU} mind [please|just|quickly]`,
  "how about [you] [please]",
  "(start|begin) (by|with)",
  "(i would|we would) (appreciate|love) [you]",
  "(please|kindly) (consider|try)",
]);
/** After it. */
const CLOSINGS = patterns([
  `(when|whenever|if|once|as soon as) ${YOU} (get|have|find|got) (a|the) (chance|moment|minute|second|sec|time)`,
  `if ${YOU} (do not mind|can|could|would|please|would not mind|have time|may|want)`,
  "if (possible|that is (ok|okay|alright|fine|possible)|it is (ok|okay|possible|not too much trouble)|at all possible|i may)",
  "(thanks|thank you|thx|ty|tnx|cheers|many thanks) [you] [so|very] [a] [much|lot|lots|bunch|million|ton] [in advance|again] [everyone|all|guys|team|folks|octopus|mate]",
  "(much|greatly|really) appreciated",
  "(until|till) further notice",
  "(as soon as possible|asap|for the time being)",
  "(will you|would you|could you|can you) [please]",
  "(for (me|us)|real quick|no rush|no hurry|at your convenience|at your earliest convenience|when convenient)",
]);

/** Takes out the words that only are polite, so that what is left is the request; "no thanks" is an answer. */
export const stripCourtesy: Stage = (draft) => {
  if (opensWithAlias(draft)) return draft;
  const { known } = draft;
  const order = withoutPassive(draft.tokens, (word) => known.words.has(word));
  const isService = (word: string) => word === "service" || (known.names.get("service")?.has(word) ?? false);
  const isPlace = (word: string) => known.agents.has(word) || known.labels.has(word);
  const tokens = withCarriedVerb(withoutTrouble(order, isService), isPlace);
  const kept: Token[] = [];
  let opening = true;
  for (let at = 0; at < tokens.length; ) {
    const piece: Piece | undefined = opening ? openingAt(tokens, at, known) : closed(tokens, at);
    const token: Token | undefined = piece ? piece.verb : tokens[at];
    if (token) {
      kept.push(token);
      opening = token.kind === "stop" || (opening && isSoft(token));
    }
    at = piece?.end ?? at + 1;
  }
  const words = kept.filter(({ kind }) => kind !== "stop" && kind !== "comma");
  if (kept.length < tokens.length && words.length > 1) return { ...draft, tokens: trimmed(kept) };
  return tokens === draft.tokens ? draft : { ...draft, tokens };
};

const openingAt = (tokens: readonly Token[], at: number, known: CompiledCatalog): Piece | undefined =>
  openedIng(tokens, at, known) ?? opened(tokens, at);

interface Piece {
  readonly end: number;
  /** What the words were about, as a command. */
  readonly verb?: Token;
}

/** Words after which an opening may still come. */
const isSoft = ({ kind, text }: Token): boolean =>
  kind === "comma" || text.startsWith("@") || /^(?:please|octopus|so|ok|okay|and|also|but|now|just|hey|hi)$/.test(text);

/** An opening opens something: more words must follow in its sentence. */
function opened(tokens: readonly Token[], at: number): Piece | undefined {
  const end = longest(OPENINGS, tokens, at);
  const next = end === undefined ? undefined : tokens[end];
  if (end === undefined || !next || next.kind === "stop") return undefined;
  const amongPeople = /^(?:some|any)(?:body|one)$/.test(tokens[end - 1]?.text ?? "") && PEOPLE_DO.test(next.text);
  if (amongPeople) return undefined;
  const wantsToKnow = /^(?:me|us|know|at)$/.test(tokens[end - 1]?.text ?? "");
  const two = `${next.text} ${tokens[end + 1]?.text ?? ""}`;
  return wantsToKnow && !/^(?:whether|how (?:full|much|busy|high|loaded))\b/.test(two) ? undefined : { end };
}

/** What people ask one another to do: "can anyone look at web-1?" */
const PEOPLE_DO = /^(?:look|have|take|help|explain|tell|see|confirm|verify|remember|think|join|review)$/;

function openedIng(tokens: readonly Token[], at: number, known: CompiledCatalog): Piece | undefined {
  const from = longest(ING_OPENINGS, tokens, at);
  const token = from === undefined ? undefined : tokens[from];
  const base = token && baseForm(token.text, (word) => known.words.has(word));
  return token && from !== undefined && base !== undefined
    ? { verb: { ...token, text: base, raw: base }, end: from + 1 }
    : undefined;
}

/** A closing closes: nothing but the end or a sign follows. */
function closed(tokens: readonly Token[], at: number): Piece | undefined {
  const end = longest(CLOSINGS, tokens, at);
  if (end === undefined) return undefined;
  const next = tokens[end];
  const over = next === undefined || next.kind === "stop" || next.kind === "comma" || next.text === "please";
  return over || longest(CLOSINGS, tokens, end) !== undefined ? { end } : undefined;
}

function longest(list: ReturnType<typeof patterns>, tokens: readonly Token[], at: number): number | undefined {
  const word = tokens[at]?.text ?? "";
  let end: number | undefined;
  for (const one of list) {
    const found = one.first.has(word) ? one.match(tokens, at) : undefined;
    if (found && found.end > (end ?? at)) ({ end } = found);
  }
  return end;
}

/** Without the signs that now stand at an end. */
function trimmed(tokens: readonly Token[]): Draft["tokens"] {
  let from = 0;
  let to = tokens.length;
  const isSign = (token: Token | undefined) =>
    token?.kind === "comma" || (token?.kind === "stop" && token.text !== "?");
  while (from < to && isSign(tokens[from])) from += 1;
  while (to > from && isSign(tokens[to - 1])) to -= 1;
  return tokens.slice(from, to);
}

/** "morning check" may be a name, and then "morning" is no greeting. */
function opensWithAlias({ tokens, known }: Draft): boolean {
  return known.aliases.some(({ name }) => name.split(" ").every((word, at) => tokens[at]?.text === word));
}
