import type { ToAgent } from "../../core/protocol/messages.ts";
import { decodeToAgent } from "../../core/protocol/schemas.ts";

interface Received {
  readonly messages: readonly ToAgent[];
  /** One sentence per message that was refused. */
  readonly problems: readonly string[];
}

/** Takes what is valid of an array of messages; anything else is a problem, never an exception. */
export function decodeMessages(value: unknown): Received {
  if (!Array.isArray(value)) return { messages: [], problems: ["expected an array of messages"] };
  const messages: ToAgent[] = [];
  const problems: string[] = [];
  for (const one of value) {
    const decoded = decodeToAgent(one);
    if (decoded.ok) messages.push(decoded.value);
    else problems.push(decoded.problem);
  }
  return { messages, problems };
}
