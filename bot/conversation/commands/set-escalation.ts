import type { Escalation } from "../../../core/channels/room-settings.ts";
import { describeMs } from "../../../core/kernel/duration.ts";
import type { EscalationCommand } from "../escalation-command.ts";
import { doneCard, infoCard } from "../replies/simple-cards.ts";
import { roomInverse } from "../room-inverse.ts";
import { roomOf, sayRoom } from "../room-of.ts";
import type { ConversationServices } from "../services.ts";
import { answerWith, type Resolution, type Turn } from "../turn.ts";
import { changePlan } from "./change-plan.ts";
import { refuseRoom } from "./refuse-room.ts";

/** Who else is told of requests from here that nobody answers: said, asked about, or taken back. */
export async function setEscalation(
  turn: Turn,
  services: ConversationServices,
  command: EscalationCommand,
): Promise<Resolution> {
  const room = roomOf(turn);
  if (command.kind === "show") {
    const said = await services.escalations?.of(turn.conversationId);
    const lines = said ? [] : ['For example: "if nobody answers in 10 minutes tell #ops-leads".'];
    return answerWith(infoCard(said ? saying(said) : "Nobody else is told when nobody answers", lines));
  }
  const refusal = await refuseRoom(turn, services, room);
  if (refusal) return refusal;
  const known = await services.rooms.get(room.scope, "escalation");
  const undo = roomInverse(room, "escalation", known);
  const { actor } = turn.incoming;
  if (command.kind === "end") {
    const act = async (writer: Parameters<typeof services.rooms.clear>[0]) => {
      const ended = await services.rooms.clear(writer, actor, room, "escalation");
      const headline = ended
        ? `Nobody else is told any more when nobody answers in ${sayRoom(turn)}`
        : `Nothing was said about that in ${sayRoom(turn)}`;
      return { replies: [{ card: doneCard(headline, []) }] };
    };
    const title = `Tell nobody else of what nobody answers in ${sayRoom(turn)}`;
    return changePlan({ title, effect: { scope: room.scope }, reasons: [], turn, ...(known && { undo }), act });
  }
  const { value } = command;
  const problems = (await services.places?.problems([{ on: "always", ...placeOf(value) }], actor.userId ?? "")) ?? [];
  return changePlan({
    title: saying(value),
    effect: { scope: room.scope, ...value },
    reasons: [],
    turn,
    undo,
    act: async (writer) => {
      await services.rooms.set(writer, actor, room, { kind: "escalation", value });
      const mind = problems.map((problem) => `Mind: ${problem}.`);
      const lines = [...mind, `It is about requests for approval that are made in ${sayRoom(turn)}.`];
      return { replies: [{ card: { ...doneCard(saying(value), lines), ...(mind.length > 0 && ATTENTION) } }] };
    },
  });
}

const ATTENTION = { tone: "attention" } as const;

const placeOf = ({ channel, user }: Escalation) => ({
  ...(channel !== undefined && { channel }),
  ...(user !== undefined && { user }),
});

/** "When nobody answers for 10 min, #ops-leads is told". Pure. */
function saying({ afterMs, channel, user }: Escalation): string {
  return `When nobody answers for ${describeMs(afterMs)}, ${channel ?? user ?? "nobody"} is told`;
}
