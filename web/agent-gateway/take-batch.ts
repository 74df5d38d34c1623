import type { Logger } from "../../core/kernel/logger.ts";
import type { FromAgent } from "../../core/protocol/messages.ts";
import type { AgentAdmission, AgentReceiver } from "./agent-ports.ts";

interface Deps {
  readonly receiver: AgentReceiver;
  readonly admission: AgentAdmission;
  readonly logger: Logger;
}

/** Passes a checked batch on. Resolves when its answers are on their way; never rejects. */
export async function takeBatch(deps: Deps, agentId: string, messages: readonly FromAgent[]): Promise<void> {
  if (messages.length === 0) return;
  try {
    const beat = messages.findLast((message) => message.type === "beat");
    const seen =
      beat && deps.admission.seen(agentId, beat.facts, { draining: beat.draining, wallClock: beat.wallClock });
    await Promise.all([seen, deps.receiver.receive(agentId, messages)]);
  } catch (error) {
    deps.logger.warn({ agentId, error }, "agent messages were not taken");
  }
}
