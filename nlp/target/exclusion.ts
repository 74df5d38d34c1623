import type { CompiledCatalog } from "../compiled-catalog.ts";
import type { Token } from "../text/token.ts";
import { wordPattern } from "../text/word-pattern.ts";
import { groupAt } from "./find-group.ts";
import type { Group } from "./group.ts";
import { kindsAt } from "./kinds.ts";
import { ENV, NOUNS, OS } from "./target-words.ts";

const LEAD = wordPattern<object>(
  "[but|and|just|,] (except|excluding|excepting|barring|outside|skip|skipping|omit|omitting|ignore|ignoring|sparing|save for|(other|apart|aside) (than|from)|(leave|leaving|keep|keeping) out|except for|outside of|(do not|without|not) (touch|touching|include|including|do|hit)|(that|which) (are|is) not|who are not|(not|never) (in|on|running|tagged|labelled|labeled|part of|belonging to|anything|any|those)|nothing (on|in)|not including|not counting) [for|on|in|of|the|all|any|part of|running|tagged|labelled|labeled]",
  {},
);
/** These mean much else, too: only clear machines make them an exception. */
const WEAK_LEAD = wordPattern<object>(
  "(but|not|minus|without|sans|but not|and not|(that|which) (are|is) not) [for|on|in|of|the]",
  {},
);

/** "except web-3", "but not the db ones", "that are not in staging", "non-production servers". */
export function exclusion(tokens: readonly Token[], at: number, known: CompiledCatalog): Group | undefined {
  const clear = LEAD.match(tokens, at)?.end;
  const from = clear ?? WEAK_LEAD.match(tokens, at)?.end;
  const group = from === undefined ? undefined : groupAt(tokens, from, known, true);
  if (group?.pick !== undefined) return undefined;
  if (group && (group.strong || clear !== undefined || isBehindPlace(tokens, at, known))) return group;
  return nonKind(tokens, at) ?? leftAlone(tokens, at, known) ?? excluded(tokens, at, known);
}

/** "everywhere but staging", "production minus web": what stands before can be nothing but a place. */
function isBehindPlace(tokens: readonly Token[], at: number, known: CompiledCatalog): boolean {
  const before = tokens[at - 1]?.text ?? "";
  return (
    NOUNS.has(before) ||
    /^(?:everywhere|fleet|ones|all|everything)$/.test(before) ||
    kindsAt(tokens, at - 1, known).terms.length > 0
  );
}

/** "non-production machines", "non prod"; the words behind it are a group of their own. */
function nonKind(tokens: readonly Token[], at: number): Group | undefined {
  const apart = tokens[at]?.text === "non" ? 1 : 0;
  const joined = /^non-?([a-z]{2,20})$/.exec(tokens[at]?.text ?? "")?.[1];
  const word = apart === 1 ? (tokens[at + 1]?.text ?? "") : (joined ?? "");
  const term = OS.get(word) ?? ENV.get(word);
  const last = at + apart + 1;
  const end = NOUNS.has(tokens[last]?.text ?? "") ? last + 1 : last;
  return term === undefined ? undefined : { terms: [term], end, strong: true, isPlace: true };
}

/** "leave web-2 alone", "keep db-1 out of it": what stands behind says that these are not meant. */
function leftAlone(tokens: readonly Token[], at: number, known: CompiledCatalog): Group | undefined {
  const from = LEAVE.match(tokens, at)?.end;
  const group = from === undefined ? undefined : groupAt(tokens, from, known, false);
  const end = group && BEHIND.match(tokens, group.end)?.end;
  return group && end !== undefined ? { ...group, end, strong: true } : undefined;
}

const LEAVE = wordPattern<object>("[but|and|just|,] (leave|leaving|keep|keeping|let) [the]", {});
const BEHIND = wordPattern<object>(
  "(alone|out|untouched|as it is|as they are|as is|be|off|out of (it|this|that)|in peace|for now|for later)",
  {},
);

/** "web-2 excluded", "db-1 excepted" behind other machines. */
function excluded(tokens: readonly Token[], at: number, known: CompiledCatalog): Group | undefined {
  const from = /^(?:,|but|with)$/.test(tokens[at]?.text ?? "") ? at + 1 : undefined;
  const group = from === undefined ? undefined : groupAt(tokens, from, known, false);
  const closed = group && /^(?:excluded|excepted|exempt|aside|left out)$/.test(tokens[group.end]?.text ?? "");
  return closed ? { ...group, end: group.end + 1, strong: true } : undefined;
}
