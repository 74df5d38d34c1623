import type { CompiledCatalog } from "../compiled-catalog.ts";
import type { Token } from "../text/token.ts";
import { wordPattern } from "../text/word-pattern.ts";
import { groupAt } from "./find-group.ts";
import type { Group } from "./group.ts";
import { ENV, NOUNS, OS } from "./target-words.ts";

const LEAD = wordPattern<object>(
  "(except|excluding|excepting|barring|outside|(other|apart|aside) (than|from)|(leave|leaving) out|except for|outside of) [for|on|in|of|the]",
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
  return group && (group.strong || clear !== undefined) ? group : nonKind(tokens, at);
}

/** "non-production machines" */
function nonKind(tokens: readonly Token[], at: number): Group | undefined {
  const word = /^non-(\w{2,20})$/.exec(tokens[at]?.text ?? "")?.[1] ?? "";
  const term = OS.get(word) ?? ENV.get(word);
  const end = NOUNS.has(tokens[at + 1]?.text ?? "") ? at + 2 : at + 1;
  return term === undefined ? undefined : { terms: [term], end, strong: true };
}
