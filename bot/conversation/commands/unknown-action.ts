import { decideAccess } from "../../../core/model/permission.ts";
import type { ActionManifest } from "../../../core/plugin-api/manifest.ts";
import { questionCard, refusalCard } from "../replies/simple-cards.ts";
import type { ConversationServices } from "../services.ts";
import { answerWith, type Resolution, type Turn } from "../turn.ts";

const SHOWN = 3;

/** Not understood: says so, and shows the sentences that come closest among those that work for this person. */
export function unknownAction(turn: Turn, services: ConversationServices): Resolution {
  const { frame } = turn;
  if (frame.clarify === "action" && frame.options && frame.options.length > 0) {
    const asked = { ...frame, outcome: "clarify" } as const;
    const card = questionCard("Which of these do you mean?", frame.options.slice(0, 5));
    return { kind: "ask", frame: asked, slot: "action", card };
  }
  const sentences = services.nearest(turn.incoming.text, services.plugins.actions(), {
    most: SHOWN,
    isShown: mayRun(turn),
  });
  const lines = ["Nothing was started.", 'Say "help" for everything I can do.'];
  const examples = sentences.length > 0 ? { examples: [{ title: "I do understand", sentences }] } : {};
  return answerWith(refusalCard("I did not understand that", lines, examples));
}

/** The actions that this person may run. */
export function runnableActions(turn: Turn, services: ConversationServices): readonly ActionManifest[] {
  return services.plugins.actions().filter(mayRun(turn));
}

function mayRun({ incoming }: Turn): (action: ActionManifest) => boolean {
  return ({ risk, name }) => decideAccess(incoming.actor, { name: "run", risk, action: name, targetCount: 1 }).allowed;
}
