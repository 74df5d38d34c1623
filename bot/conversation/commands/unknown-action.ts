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
  const sentences = nearestExamples(turn.incoming.text, runnableActions(turn, services));
  const lines = ["Nothing was started.", 'Say "help" for everything I can do.'];
  const examples = sentences.length > 0 ? { examples: [{ title: "I do understand", sentences }] } : {};
  return answerWith(refusalCard("I did not understand that", lines, examples));
}

/** The actions that this person may run. */
export function runnableActions(turn: Turn, services: ConversationServices): readonly ActionManifest[] {
  const { actor } = turn.incoming;
  return services.plugins.actions().filter((action) => {
    const wanted = { name: "run", risk: action.risk, action: action.name, targetCount: 1 } as const;
    return decideAccess(actor, wanted).allowed;
  });
}

/** Example sentences that share most words with the text; the first ones when none do. */
function nearestExamples(text: string, actions: readonly ActionManifest[]): readonly string[] {
  const words = new Set(
    text
      .toLowerCase()
      .slice(0, 500)
      .split(/[^a-z0-9]+/)
      .filter((word) => word.length > 3),
  );
  const scored = actions.map((action) => {
    const best = action.examples.map(({ sentence }) => ({ sentence, score: shared(words, sentence) }));
    return best.reduce((a, b) => (b.score > a.score ? b : a), { sentence: "", score: -1 });
  });
  return scored
    .sort((a, b) => b.score - a.score)
    .slice(0, SHOWN)
    .map(({ sentence }) => sentence);
}

function shared(words: ReadonlySet<string>, sentence: string): number {
  return sentence
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => words.has(word)).length;
}
