import { infoCard } from "../replies/simple-cards.ts";
import { answerWith } from "../turn.ts";
import type { Command } from "./command.ts";
import { runnableActions, unknownAction } from "./unknown-action.ts";

const THANKS = /\b(?:thanks?|thx|ty|cheers|great|perfect|nice|well done)\b/i;

/** "help", "help disk": what this person may say here, with sentences that work. */
export const giveHelp: Command = async (turn, services) => {
  const examples = services.help(runnableActions(turn, services), turn.frame.ref);
  const { role } = turn.incoming.actor;
  const lines = [
    "Say it in your own words. Add where (on web-3, on all web servers) and when (in 10 minutes, every day at 9).",
  ];
  if (role === "viewer") lines.push("Your role is viewer: you may look, and not run anything.");
  return answerWith(infoCard("What you can say", lines, { examples }));
};

/** A greeting gets one, and a way on. */
export const smallTalk: Command = async (turn, services) => {
  const [first] = runnableActions(turn, services);
  const sentence = first?.examples[0]?.sentence;
  const lines = [sentence ? `Tell me what to do, for example: ${sentence}` : "Tell me what to do.", 'Or say "help".'];
  const { actor, text } = turn.incoming;
  if (THANKS.test(text)) return answerWith(infoCard(`You are welcome, ${actor.name}`));
  return answerWith(infoCard(`Hello ${actor.name}`, lines));
};

/** Understood as something that we do not do. */
export const outOfScope: Command = async (turn, services) => unknownAction(turn, services);
