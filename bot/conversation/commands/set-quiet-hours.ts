import { doneCard, infoCard } from "../replies/simple-cards.ts";
import { roomInverse } from "../room-inverse.ts";
import { ownRoom, roomOf, sayRoom } from "../room-of.ts";
import type { ConversationServices } from "../services.ts";
import { answerWith, type Resolution, type Turn } from "../turn.ts";
import type { Inverse } from "../undo-list.ts";
import { changePlan } from "./change-plan.ts";
import type { Command } from "./command.ts";
import { refuseRoom } from "./refuse-room.ts";

/** "quiet hours from 22:00 to 7:00", "no quiet hours here": notices wait until then, and come as one. */
export const setQuietHours: Command = async (turn, services) => {
  const isOwn = turn.frame.ref !== "here";
  const room = isOwn ? ownRoom(turn) : roomOf(turn);
  const whose = isOwn ? "you" : sayRoom(turn);
  const known = await services.rooms.get(room.scope, "quiet");
  const { from, to, off } = turn.frame.params ?? {};
  if (typeof from !== "string" && off !== true) {
    const headline = known
      ? `Quiet hours for ${whose}: ${known.value.from} to ${known.value.to} (${known.value.timeZone})`
      : `There are no quiet hours for ${whose}`;
    const lines = known ? [WHAT_WAITS] : ['For example: "quiet hours from 22:00 to 7:00".'];
    return answerWith(infoCard(headline, lines));
  }
  const refusal = await refuseRoom(turn, services, room);
  if (refusal) return refusal;
  const undo = roomInverse(room, "quiet", known);
  if (off === true) return end(turn, services, { whose, undo });
  return begin(turn, services, { from: String(from), to: String(to) }, undo);
};

const WHAT_WAITS =
  "What would be told then waits and comes as one message at the end. Failures of what has high priority come at once.";

function begin(
  turn: Turn,
  services: ConversationServices,
  hours: { readonly from: string; readonly to: string },
  undo: Inverse,
): Resolution {
  const isOwn = turn.frame.ref !== "here";
  const room = isOwn ? ownRoom(turn) : roomOf(turn);
  const { timeZone } = turn;
  const title = `Quiet hours for ${isOwn ? "you" : sayRoom(turn)}: ${hours.from} to ${hours.to} (${timeZone})`;
  return changePlan({
    title,
    effect: { scope: room.scope, ...hours, timeZone },
    reasons: [],
    turn,
    undo,
    act: async (writer) => {
      const value = { ...hours, timeZone };
      await services.rooms.set(writer, turn.incoming.actor, room, { kind: "quiet", value });
      const say = isOwn ? "no quiet hours" : "no quiet hours here";
      return { replies: [{ card: doneCard(title, [WHAT_WAITS], { buttons: [{ label: "End them", say }] }) }] };
    },
  });
}

function end(
  turn: Turn,
  services: ConversationServices,
  { whose, undo }: { readonly whose: string; readonly undo: Inverse },
): Resolution {
  const room = turn.frame.ref === "here" ? roomOf(turn) : ownRoom(turn);
  return changePlan({
    title: `End the quiet hours for ${whose}`,
    effect: { scope: room.scope },
    reasons: [],
    turn,
    undo,
    act: async (writer) => {
      const ended = await services.rooms.clear(writer, turn.incoming.actor, room, "quiet");
      const headline = ended ? `No quiet hours for ${whose} any more` : `There were no quiet hours for ${whose}`;
      return { replies: [{ card: doneCard(headline, ["What waits still comes at the time it was to come."]) }] };
    },
  });
}
