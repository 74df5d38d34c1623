import { questionCard } from "../replies/simple-cards.ts";
import { answerWith, type Turn } from "../turn.ts";
import type { Command } from "./command.ts";
import { showMachine } from "./show-machines.ts";
import { showRun } from "./show-run.ts";
import { showTask } from "./show-tasks.ts";

const ORDINALS = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];

/** "the second one": of the list that was shown last, whatever kind of thing it listed. */
export const selectListed: Command = async (turn, services) => {
  const ref = meantItem(turn);
  if (ref === undefined)
    return answerWith(questionCard("Which one do you mean?", (turn.context.lastList ?? []).slice(0, 8)));
  const named: Turn = { ...turn, frame: { ...turn.frame, ref } };
  if (/^T-\d+$/i.test(ref)) return await showTask(named, services);
  return /^[RE]-\d+$/i.test(ref) ? await showRun(named, services) : await showMachine(named, services);
};

function meantItem({ frame, context, incoming }: Turn): string | undefined {
  const list = context.lastList ?? [];
  if (frame.ref !== undefined && !/^\d{1,3}$/.test(frame.ref)) return frame.ref;
  const words = incoming.text.toLowerCase();
  const single = words.split(/\W/);
  const ordinal = ORDINALS.findIndex((word) => single.includes(word));
  const number = Number(frame.ref ?? /\b(\d{1,3})(?:st|nd|rd|th)?\b/.exec(words)?.[1] ?? ordinal + 1);
  return words.includes("last one") ? list.at(-1) : list[number - 1];
}
