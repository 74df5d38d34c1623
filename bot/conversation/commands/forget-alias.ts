import { nearestNames } from "../nearest-names.ts";
import { doneCard, infoCard } from "../replies/simple-cards.ts";
import { answerWith } from "../turn.ts";
import { changePlan } from "./change-plan.ts";
import type { Command } from "./command.ts";

/** "forget the alias morning check": by who taught it, or an admin. */
export const forgetAlias: Command = async (turn, services) => {
  const name = (turn.frame.ref ?? "").toLowerCase();
  const all = await services.aliases.all();
  const known = all.find((alias) => alias.name === name);
  if (!known) {
    const near = nearestNames(
      name,
      all.map((alias) => alias.name),
    );
    const lines = near.length > 0 ? [`Closest: ${near.join(", ")}.`] : ['Say "list aliases" to see them.'];
    return answerWith(infoCard(`Nobody taught me "${name}"`, lines));
  }
  const { actor } = turn.incoming;
  const meaning = services.sayFrame(known.frame);
  return changePlan({
    title: `Forget "${name}", which stands for: ${meaning}`,
    effect: { name, text: known.text },
    reasons: turn.frame.confirm ? ["I had to guess or correct a word"] : [],
    turn,
    undo: { kind: "none" },
    act: async (writer) => {
      await services.aliases.remove(writer, actor, name);
      return { replies: [{ card: doneCard(`"${name}" means nothing any more`, [`It stood for: ${meaning}.`]) }] };
    },
  });
};
