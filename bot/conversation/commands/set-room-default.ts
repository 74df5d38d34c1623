import { resolveTargets } from "../../../core/model/resolve-targets.ts";
import { type TargetSelector, targetTerm } from "../../../core/model/target.ts";
import { sayMachines } from "../replies/say-machines.ts";
import { sayTargets } from "../replies/say-targets.ts";
import { doneCard, infoCard, refusalCard } from "../replies/simple-cards.ts";
import { roomInverse } from "../room-inverse.ts";
import { roomOf, sayRoom } from "../room-of.ts";
import type { ConversationServices } from "../services.ts";
import { answerWith, type Resolution, type Turn } from "../turn.ts";
import type { Inverse } from "../undo-list.ts";
import { changePlan } from "./change-plan.ts";
import type { Command } from "./command.ts";
import { refuseRoom } from "./refuse-room.ts";

/**
 * "this channel means staging": where things happen that are asked for here without a place. A sentence that names a
 * place is never narrowed or widened by it. "forget this channel's default", "what does this channel mean".
 */
export const setRoomDefault: Command = async (turn, services) => {
  const room = roomOf(turn);
  const known = await services.rooms.get(room.scope, "default");
  const { targets, params } = turn.frame;
  const off = params?.["off"] === true;
  if (!targets && !off) return await showDefaults(turn, services, room.scope, known?.value.targets);
  const refusal = await refuseRoom(turn, services, room);
  if (refusal) return refusal;
  if (off && !known) return answerWith(infoCard(`${capital(sayRoom(turn))} has no default`, [NO_DEFAULT]));
  const undo = roomInverse(room, "default", known);
  return off || !targets
    ? forget(turn, services, undo)
    : remember(turn, services, { targets, undo }, known?.value.targets);
};

const NO_DEFAULT = "Where no machine is named, I ask.";
const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

function remember(
  turn: Turn,
  services: ConversationServices,
  { targets, undo }: { readonly targets: TargetSelector; readonly undo: Inverse },
  before: TargetSelector | undefined,
): Resolution {
  const { machines, unmatched } = resolveTargets(targets, services.machines.all());
  const [missing] = unmatched;
  if (missing !== undefined) {
    const name = targetTerm(missing)?.value ?? missing;
    return { kind: "refuse", card: refusalCard(`No machine matches "${name}"`, ["Nothing was changed."]) };
  }
  const said = sayTargets(targets);
  const today = sayMachines(machines.map((machine) => machine.name));
  const replaces = before && sayTargets(before) !== said ? [`it means ${sayTargets(before)} now`] : [];
  return changePlan({
    title: `Let ${sayRoom(turn)} mean ${said}`,
    effect: { scope: roomOf(turn).scope, targets, before: before ?? null },
    reasons: replaces,
    facts: [{ name: "Today", value: today }],
    turn,
    undo,
    act: async (writer) => {
      await services.rooms.set(writer, turn.incoming.actor, roomOf(turn), { kind: "default", value: { targets } });
      const lines = [
        `Where a sentence here names no machine, it is about ${said}; that is shown each time.`,
        "A sentence that names a place means that place.",
      ];
      const card = doneCard(`${capital(sayRoom(turn))} means ${said}`, lines, {
        facts: [{ name: "Today", value: `${today}, looked up again each time` }],
        buttons: [{ label: "Forget it", say: "forget the default of this channel" }],
      });
      return { replies: [{ card }] };
    },
  });
}

function forget(turn: Turn, services: ConversationServices, undo: Inverse): Resolution {
  return changePlan({
    title: `Forget the default of ${sayRoom(turn)}`,
    effect: { scope: roomOf(turn).scope },
    reasons: [],
    turn,
    undo,
    act: async (writer) => {
      await services.rooms.clear(writer, turn.incoming.actor, roomOf(turn), "default");
      return { replies: [{ card: doneCard(`${capital(sayRoom(turn))} has no default any more`, [NO_DEFAULT]) }] };
    },
  });
}

/** Of this room, and of the channels that have one; what two people talk about is nobody else's. */
async function showDefaults(
  turn: Turn,
  { rooms, machines }: ConversationServices,
  here: string,
  targets: TargetSelector | undefined,
): Promise<Resolution> {
  const all = (await rooms.all("default")).filter(({ name, scope }) => name.startsWith("#") || scope === here);
  const rows = all.map(({ name, scope, value, byName }) => [name || scope, sayTargets(value.targets), byName]);
  const table = rows.length === 0 ? {} : { table: { columns: ["Where", "Means", "Said by"], rows } };
  if (!targets) return answerWith(infoCard(`${capital(sayRoom(turn))} has no default`, [NO_DEFAULT], table));
  const names = resolveTargets(targets, machines.all()).machines.map((machine) => machine.name);
  const lines = [`Today: ${sayMachines(names)}.`];
  return answerWith(infoCard(`${capital(sayRoom(turn))} means ${sayTargets(targets)}`, lines, table));
}
