import type { Json } from "../../core/kernel/json.ts";
import type { FrameStep } from "../../core/model/frame.ts";
import type { CompiledCatalog } from "../compiled-catalog.ts";
import type { ActionCandidate } from "../match/candidate.ts";
import { vocabularyOf } from "../match/find-actions.ts";
import { type SlotValue, slotValues } from "../match/slot-values.ts";
import type { Token } from "../text/token.ts";

export interface MoreValues {
  readonly best: ActionCandidate;
  /** The same act for each further value. */
  readonly steps: readonly FrameStep[];
}

/** Kinds of things of which several may be named where an action takes one. */
const SEVERAL = new Set(["service", "path", "host", "url", "process"]);
/** A value must be known, or clear by its shape. */
const SURE = 0.96;

/** "restart nginx and redis", "ping web-1, web-2 and 8.8.8.8": one act for each, in the order they were said. */
export function moreValues(
  best: ActionCandidate,
  tokens: readonly Token[],
  message: string,
  known: CompiledCatalog,
): MoreValues {
  const { action, match, stream } = best;
  const hole = match.holes.at(-1);
  const schema = hole && action.params.properties[hole.name];
  const single = hole && hole.to === match.to && typeof match.params[hole.name] === "string";
  if (!hole || !schema || !single || !SEVERAL.has(schema["x-slot"] ?? "")) return { best, steps: [] };
  const setting = { schema, synonyms: action.synonyms ?? {}, message, name: hole.name, last: true, named: false };
  const read = (at: number): SlotValue | undefined =>
    slotValues(stream, at, { ...setting, vocabulary: vocabularyOf(known) })[0];
  const values: Json[] = [];
  const used: Token[] = [];
  let at = hole.to;
  for (let from = behindJoint(stream, at); from > at; from = behindJoint(stream, at)) {
    const found = isOneBreath(tokens, stream, at, from) ? read(from) : undefined;
    if (!found || found.open || found.quality < SURE) break;
    values.push(found.value);
    used.push(...stream.slice(from, found.end));
    at = found.end;
  }
  if (values.length === 0) return { best, steps: [] };
  const left = (list: readonly Token[]) => list.filter((token) => !used.includes(token));
  const steps = values.map(
    (value): FrameStep => ({ when: "success", action: action.name, params: { ...match.params, [hole.name]: value } }),
  );
  return { best: { ...best, unexplained: left(best.unexplained), hosts: left(best.hosts) }, steps };
}

/** "nginx on web-1 and redis on cache-1" is no list: a place stood between. */
function isOneBreath(tokens: readonly Token[], stream: readonly Token[], at: number, from: number): boolean {
  const place = (token: Token | undefined) =>
    tokens.findIndex(({ start, kind }) => start === token?.start && kind === token.kind);
  return place(stream[from]) - place(stream[at - 1]) === from - at + 1;
}

function behindJoint(stream: readonly Token[], at: number): number {
  const comma = stream[at]?.kind === "comma" ? at + 1 : at;
  return /^(?:and|&|plus)$/.test(stream[comma]?.text ?? "") ? comma + 1 : comma;
}
