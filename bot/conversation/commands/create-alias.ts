import type { Frame } from "../../../core/model/frame.ts";
import { decideAccess } from "../../../core/model/permission.ts";
import { doneCard, questionCard } from "../replies/simple-cards.ts";
import { answerWith, type Turn } from "../turn.ts";
import { changePlan } from "./change-plan.ts";
import type { Command } from "./command.ts";
import { refuseAccess } from "./refuse-plan.ts";

/** "call that morning check", "when I say X do Y": the phrase stands for the request from now on, for everybody. */
export const createAlias: Command = async (turn, services) => {
  const { actor, text } = turn.incoming;
  const capability = { name: "alias.teach" } as const;
  const access = decideAccess(actor, capability);
  if (!access.allowed) return await refuseAccess(turn, services, access, capability);
  const name = turn.frame.ref;
  if (name === undefined)
    return answerWith(questionCard("What shall it be called?", [], ['"call that morning check"']));
  const meaning = meaningOf(turn);
  if (!meaning) {
    const lines = [
      `Say the whole request first and then "call that ${name}", or: "when I say ${name}, check disk on web-1".`,
    ];
    return answerWith(questionCard(`What shall "${name}" stand for?`, [], lines));
  }
  const known = (await services.aliases.all()).find((alias) => alias.name === name.toLowerCase());
  return changePlan({
    title: `Let "${name}" stand for: ${services.sayFrame(meaning)}`,
    effect: { name, meaning: { ...meaning, spans: [], score: 1, said: [] }, before: known?.text ?? null },
    reasons: known ? [`"${name}" stands for something else now: ${services.sayFrame(known.frame)}`] : [],
    turn,
    undo: { kind: "alias", name: name.toLowerCase() },
    act: async (writer) => {
      const alias = await services.aliases.create(writer, actor, { name, text, frame: meaning });
      const lines = [
        `It stands for: ${services.sayFrame(alias.frame)}.`,
        "Rights and questions are those of what it stands for.",
      ];
      return { replies: [{ card: doneCard(`Say "${alias.name}" from now on`, lines) }] };
    },
  });
};

/** What the sentence itself says, or what was last asked for here; nothing of when or whether it was confirmed. */
function meaningOf({ frame, context }: Turn): Frame | undefined {
  const source = frame.action === undefined ? context.lastFrame : frame;
  if (source?.action === undefined) return undefined;
  const { action, params, targets, schedule, policy, then } = source;
  return {
    intent: "task.create",
    outcome: "act",
    action,
    ...(params && { params }),
    ...(targets && { targets }),
    ...(schedule && { schedule }),
    ...(policy && { policy }),
    ...(then && { then }),
    spans: [],
    score: 1,
    said: [],
  };
}
