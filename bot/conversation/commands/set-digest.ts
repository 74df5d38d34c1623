import type { Schedule } from "../../../core/model/schedule.ts";
import { nextRuns } from "../../../core/schedules/next-runs.ts";
import { sayDayAndTime } from "../local-time.ts";
import { doneCard, infoCard, refusalCard } from "../replies/simple-cards.ts";
import { roomInverse } from "../room-inverse.ts";
import { roomOf, sayRoom } from "../room-of.ts";
import type { ConversationServices } from "../services.ts";
import { answerWith, type Resolution, type Turn } from "../turn.ts";
import type { Inverse } from "../undo-list.ts";
import { changePlan } from "./change-plan.ts";
import type { Command } from "./command.ts";
import { refuseRoom } from "./refuse-room.ts";

/** "digest at 8:30 in this channel": what failed since the last one, by its causes. "stop the digest", "when is the digest". */
export const setDigest: Command = async (turn, services) => {
  const { schedule, params } = turn.frame;
  const room = roomOf(turn);
  const known = await services.rooms.get(room.scope, "digest");
  if (!schedule && params?.["off"] !== true) return answerWith(shownDigest(turn, services, known));
  const refusal = await refuseRoom(turn, services, room);
  if (refusal) return refusal;
  const undo = roomInverse(room, "digest", known);
  return schedule ? begin(turn, services, schedule, undo) : end(turn, services, undo);
};

type Known = Awaited<ReturnType<ConversationServices["rooms"]["get"]>> | undefined;

function shownDigest(turn: Turn, { saySchedule }: ConversationServices, known: Known) {
  if (!known || !("schedule" in known.value)) {
    return infoCard(`There is no digest in ${sayRoom(turn)}`, ['For example: "digest at 8:30 in this channel".']);
  }
  const next = known.nextAt === undefined ? "" : `Next: ${sayDayAndTime(known.nextAt, turn.timeZone, turn.now)}.`;
  return infoCard(`Digest in ${sayRoom(turn)}: ${saySchedule(known.value.schedule)}`, [next, `By ${known.byName}.`]);
}

function begin(turn: Turn, services: ConversationServices, schedule: Schedule, undo: Inverse): Resolution {
  const { now, timeZone } = turn;
  const room = roomOf(turn);
  const said = { ...schedule, tz: schedule.tz ?? timeZone };
  const [nextAt] = nextRuns(said, now, 1, { timeZone, anchorAt: now });
  if (nextAt === undefined) return { kind: "refuse", card: refusalCard("There would never be a digest at that time") };
  const words = services.saySchedule(said);
  return changePlan({
    title: `Digest in ${sayRoom(turn)}: ${words}`,
    effect: { scope: room.scope, schedule: said },
    reasons: [],
    turn,
    undo,
    act: async (writer) => {
      const value = { schedule: said, timeZone, lastAt: now };
      await services.rooms.set(writer, turn.incoming.actor, room, { kind: "digest", value, nextAt });
      const lines = [
        "What failed since the one before, one line for each cause.",
        `Next: ${sayDayAndTime(nextAt, timeZone, now)}.`,
      ];
      const buttons = [{ label: "Stop it", say: "stop the digest" }];
      return { replies: [{ card: doneCard(`Digest in ${sayRoom(turn)}: ${words}`, lines, { buttons }) }] };
    },
  });
}

function end(turn: Turn, services: ConversationServices, undo: Inverse): Resolution {
  const room = roomOf(turn);
  return changePlan({
    title: `Stop the digest in ${sayRoom(turn)}`,
    effect: { scope: room.scope },
    reasons: [],
    turn,
    undo,
    act: async (writer) => {
      const ended = await services.rooms.clear(writer, turn.incoming.actor, room, "digest");
      const headline = ended ? `No digest in ${sayRoom(turn)} any more` : `There was no digest in ${sayRoom(turn)}`;
      return { replies: [{ card: doneCard(headline) }] };
    },
  });
}
