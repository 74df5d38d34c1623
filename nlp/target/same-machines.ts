import type { Token } from "../text/token.ts";
import { wordPattern } from "../text/word-pattern.ts";
import type { Group } from "./group.ts";

const SAME = wordPattern<object>(
  "(it|them|those|these|the (same|same ones|same one)|that (machine|server|host|box|one)|those (machines|servers|hosts|boxes|ones)|these (machines|servers|hosts|ones)|the same (machine|machines|server|servers|host|hosts|box|boxes)|one of (them|those|these)|the other (one|ones|machine|server|host)|both of them)",
  {},
);

/** "on it", "on those", "on the same machines": what was talked about before. */
export function sameAt(tokens: readonly Token[], at: number): Group | undefined {
  const end = SAME.match(tokens, at + 1)?.end;
  if (end === undefined || (tokens[end]?.kind !== "stop" && !ENDING.test(tokens[end]?.text ?? ""))) return undefined;
  const other = tokens.slice(at, end).some(({ text }) => text === "other" || text === "one");
  const bare = /^(?:it|them)$/.test(tokens[at + 1]?.text ?? "");
  return { terms: [], end, strong: true, same: bare ? "known" : "needed", ...(other && { pick: 0 }) };
}

const ENDING = /^(?:|,|and|then|every|at|in|now|please|again|too|as|with|tomorrow|tonight|instead)$/;

/** "restart nginx there"; not "is there". */
export function thereAt(tokens: readonly Token[], at: number): Group | undefined {
  const there = tokens[at]?.text === "there" && at > 0;
  const asks = /^(?:is|are|was|hi|hello|hey)$/.test(tokens[at - 1]?.text ?? "");
  const ends = tokens[at + 1]?.kind === "stop" || ENDING.test(tokens[at + 1]?.text ?? "");
  return there && !asks && ends ? { terms: [], end: at + 1, strong: true, same: "needed" } : undefined;
}
