import { COMMANDS } from "./commands/command-table.ts";
import type { Incoming } from "./incoming.ts";
import { readForm } from "./plan-form.ts";
import { formWorld } from "./plan-forms.ts";
import { decodeAsked } from "./question-log.ts";
import { infoCard, refusalCard } from "./replies/simple-cards.ts";
import type { ResolvedTurn } from "./resolved-turn.ts";
import type { ConversationServices } from "./services.ts";
import { answerWith, type Turn } from "./turn.ts";

const SAY_IT = { intent: "task.update", outcome: "act", spans: [], score: 1, said: [] } as const;

/** A changed form makes another plan in the place of the one that waits: resolved anew, with a hash of its own. */
export async function resolveForm(
  blank: Omit<Turn, "frame">,
  { questionId, values }: NonNullable<Incoming["form"]>,
  services: ConversationServices,
): Promise<ResolvedTurn> {
  const { incoming, open, timeZone } = blank;
  const row = open.find((one) => one.id === questionId && one.user_id === (incoming.actor.userId ?? ""));
  const asked = row && decodeAsked(row);
  const world = asked?.ok ? await formWorld(services, asked.value, timeZone) : undefined;
  if (!row || !asked?.ok || !world) {
    const lines = ["Nothing was started by this. Say it again, with what you want otherwise."];
    return {
      turn: { ...blank, frame: SAY_IT },
      resolution: answerWith(infoCard(`${questionId} is not open any more`, lines)),
    };
  }
  const read = readForm(asked.value.frame, values, world);
  if ("errors" in read) {
    const card = refusalCard(`${questionId} was not changed`, Object.values(read.errors));
    return { turn: { ...blank, frame: SAY_IT }, resolution: answerWith(card) };
  }
  const text = [asked.value.text, ...read.changed].join(", ");
  const turn: Turn = { ...blank, frame: read.frame, incoming: { ...incoming, text } };
  const resolution = await COMMANDS["task.create"](turn, services);
  if (resolution.kind !== "plan") return { turn, resolution };
  return { turn, resolution, answered: { row, as: "changed", expired: false } };
}
