import type { FromAgent } from "../../core/protocol/messages.ts";
import { decodeFromAgent } from "../../core/protocol/schemas.ts";
import { PROTOCOL_LIMITS } from "../../core/protocol/version.ts";

export interface DecodedBatch {
  readonly messages: readonly FromAgent[];
  readonly refused: readonly { readonly position: number; readonly problem: string }[];
}

/** Each message is judged alone: one that is wrong does not take its neighbours with it. Pure; never throws. */
export function decodeBatch(value: unknown): DecodedBatch {
  if (!Array.isArray(value)) return { messages: [], refused: [{ position: 0, problem: "messages must be an array" }] };
  if (value.length > PROTOCOL_LIMITS.batchSize) {
    const problem = `at most ${PROTOCOL_LIMITS.batchSize} messages at once, not ${value.length}`;
    return { messages: [], refused: [{ position: 0, problem }] };
  }
  const messages: FromAgent[] = [];
  const refused: { readonly position: number; readonly problem: string }[] = [];
  for (const [position, item] of value.entries()) {
    const decoded = decodeFromAgent(item);
    if (decoded.ok) messages.push(decoded.value);
    else refused.push({ position, problem: decoded.problem.slice(0, 500) });
  }
  return { messages, refused };
}
