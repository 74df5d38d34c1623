import { infoCard } from "../replies/simple-cards.ts";
import type { ConversationServices } from "../services.ts";
import type { Resolution, Turn } from "../turn.ts";
import { changePlan } from "./change-plan.ts";

interface Wanted {
  readonly executionId: string;
  readonly as: "succeeded" | "failed" | "retry";
}

/** The buttons under an execution whose end nobody knows: a person says how it ended, or asks for another attempt. */
export function settleExecution(turn: Turn, services: ConversationServices, { executionId, as }: Wanted): Resolution {
  const { actor } = turn.incoming;
  const words =
    as === "retry" ? `Trying ${executionId} again` : `${executionId} is noted as ${as}, as ${actor.name} said`;
  return changePlan({
    turn,
    title: words,
    effect: { executionId, as },
    reasons: [],
    act: async (writer) => {
      await services.runs.settleUnknown(writer, actor, executionId, as);
      return { replies: [{ card: infoCard(words) }] };
    },
  });
}
