import type { Token } from "./token.ts";
import { wordPattern } from "./word-pattern.ts";

const ILL =
  "[still|again|completely|totally|all] (down|dead|hung|hanging|stuck|frozen|stopped|broken|crashed|flapping|unresponsive|unhealthy|sick|not (running|responding|working|up|healthy|answering)) [again]";
/** "is down", "seems to be stuck", "stopped responding"; of "kafka's down" only "down" is left. */
const TROUBLE = wordPattern<object>(
  `[still|again] ([(is|seems|looks|appears|has been) [to be]] ${ILL}|(crashed|died|hangs|stopped|hung|broke) [responding|working|running]|(does|did) not (respond|answer|run|work|come up|start)) [again]`,
  {},
);
const ORDER = wordPattern<object>(
  "[,|.|;] [and|so] [please|kindly|can you|could you] [please] (restart|start|stop|reload|bounce)",
  {},
);
/** "on the web servers in staging": words of the place between the trouble and the order. */
const LONGEST_PLACE = 8;

/** "kafka is down on db-1, restart it" as the order that it is: "restart kafka on db-1". `isThing` knows what can be down. */
export function withoutTrouble(tokens: readonly Token[], isThing: (word: string) => boolean): readonly Token[] {
  const lead = /^(?:the|our|my)$/.test(tokens[0]?.text ?? "") ? 1 : 0;
  const thing = tokens[lead];
  const trouble = thing && isThing(thing.text) ? TROUBLE.match(tokens, lead + 1) : undefined;
  if (!thing || !trouble) return tokens;
  for (let at = trouble.end; at <= trouble.end + LONGEST_PLACE && at < tokens.length; at += 1) {
    const order = orderAt(tokens, at);
    if (order) return [order.verb, thing, ...tokens.slice(trouble.end, at), ...tokens.slice(order.end)];
  }
  return tokens;
}

/** ", please restart it" */
function orderAt(tokens: readonly Token[], at: number): { readonly verb: Token; readonly end: number } | undefined {
  const end = ORDER.match(tokens, at)?.end;
  const verb = end === undefined ? undefined : tokens[end - 1];
  if (end === undefined || !verb || !/^(?:it|that)$/.test(tokens[end]?.text ?? "")) return undefined;
  return { verb, end: end + 1 };
}
