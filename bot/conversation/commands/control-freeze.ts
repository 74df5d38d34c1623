import { isBiting } from "../../../core/freezes/find-frozen.ts";
import type { FreezeRequest } from "../../../core/freezes/freeze-service.ts";
import { isOctopusError } from "../../../core/kernel/errors.ts";
import type { Agent } from "../../../core/model/agent.ts";
import type { Card, CardFact } from "../../../core/model/card.ts";
import type { Freeze } from "../../../core/model/freeze.ts";
import { decideAccess } from "../../../core/model/permission.ts";
import { instantOf, sayDayAndTime } from "../local-time.ts";
import { sayMachines } from "../replies/say-machines.ts";
import { doneCard, infoCard, questionCard, refusalCard } from "../replies/simple-cards.ts";
import type { ConversationServices } from "../services.ts";
import { answerWith, type Turn } from "../turn.ts";
import { changePlan } from "./change-plan.ts";
import type { Command } from "./command.ts";
import { isAboutLimit, liftLimit, setLimit } from "./control-limit.ts";
import { refuseAccess } from "./refuse-plan.ts";

const LONGEST_REASON = 500;

/** "freeze production until Monday 8am": nothing that changes machines starts there; read back first, it stops others. */
export const startFreeze: Command = async (turn, services) => {
  if (isAboutLimit(turn)) return await setLimit(turn, services);
  const { actor, text } = turn.incoming;
  const access = decideAccess(actor, { name: "freeze.start" });
  if (!access.allowed) return await refuseAccess(turn, services, access, { name: "freeze.start" });
  const request = requestOf(turn, text);
  const held = checked(services, request);
  if ("card" in held) return { kind: "refuse", card: held.card };
  const { machines } = held;
  const where = sayMachines(machines.map((machine) => machine.name));
  return changePlan({
    title: `Freeze ${where}`,
    effect: { ...request, startsAt: request.startsAt ?? null, machines: machines.map((machine) => machine.id) },
    reasons: ["it holds up everybody's changes on these machines", ...(turn.frame.assumed ?? [])],
    facts: freezeFacts(request, where, turn),
    turn,
    undo: { kind: "none" },
    act: async (writer) => {
      const freeze = await services.freezes.start(writer, actor, request);
      return { replies: [{ card: startedCard(freeze, where, turn) }] };
    },
  });
};

/** "lift the freeze", "end F-3": by who made it, or an admin. */
export const endFreeze: Command = async (turn, services) => {
  if (isAboutLimit(turn)) return await liftLimit(turn, services);
  const open = services.openFreezes.open().filter((freeze) => (freeze.endsAt ?? turn.now + 1) > turn.now);
  const meant = meantFreezes(turn, open);
  const [freeze, second] = meant;
  if (!freeze)
    return answerWith(infoCard(open.length === 0 ? "Nothing is frozen" : "No such freeze is open", listed(open, turn)));
  if (second) {
    return answerWith(
      questionCard(
        "Which freeze shall I end?",
        meant.slice(0, 8).map(({ id }) => `end ${id}`),
        listed(meant, turn),
      ),
    );
  }
  const capability = { name: "freeze.end", ownerId: freeze.byId } as const;
  const { actor } = turn.incoming;
  const access = decideAccess(actor, capability);
  if (!access.allowed) return await refuseAccess(turn, services, access, capability);
  return changePlan({
    title: `End freeze ${freeze.id}`,
    effect: { id: freeze.id },
    reasons: turn.frame.confirm ? ["I had to guess or correct a word"] : [],
    turn,
    undo: { kind: "none" },
    act: async (writer) => {
      await services.freezes.end(writer, actor, freeze.id);
      const lines = ["Schedules go on with their next due time; what was skipped is in the ledger."];
      return { replies: [{ card: doneCard(`Freeze ${freeze.id} is over`, lines, { id: freeze.id }) }] };
    },
  });
};

function requestOf({ frame, timeZone }: Turn, text: string): FreezeRequest {
  const { from, to } = frame.query ?? {};
  const startsAt = from === undefined ? undefined : instantOf(from, timeZone);
  const endsAt = to === undefined ? undefined : instantOf(to, timeZone);
  const said = frame.targets?.include.length
    ? frame.targets
    : { include: ["all"], exclude: frame.targets?.exclude ?? [] };
  return {
    targets: said,
    ...(startsAt !== undefined && { startsAt }),
    ...(endsAt !== undefined && { endsAt }),
    reason: text.slice(0, LONGEST_REASON),
  };
}

type Checked = { readonly machines: readonly Agent[] } | { readonly card: Card };

/** The machines it would hold, or the card that says why it makes no sense. */
function checked(services: Pick<ConversationServices, "freezes">, request: FreezeRequest): Checked {
  try {
    return { machines: services.freezes.check(request) };
  } catch (error) {
    if (isOctopusError(error)) return { card: refusalCard(error.message, ["Nothing was frozen."]) };
    throw error;
  }
}

/** By id; else by the same targets; else all that are open. */
function meantFreezes({ frame }: Turn, open: readonly Freeze[]): readonly Freeze[] {
  const { ref, targets } = frame;
  if (ref !== undefined) {
    const id = `F-${ref.replace(/^f-/i, "")}`;
    return open.filter((freeze) => freeze.id === id);
  }
  if (!targets || targets.include.length === 0) return open;
  const wanted = [...targets.include].sort().join(" ");
  return open.filter((freeze) => [...freeze.targets.include].sort().join(" ") === wanted);
}

function freezeFacts(request: FreezeRequest, where: string, { timeZone, now }: Turn): readonly CardFact[] {
  const from = request.startsAt === undefined ? "now" : sayDayAndTime(request.startsAt, timeZone, now);
  const until =
    request.endsAt === undefined ? "somebody ends it" : `${sayDayAndTime(request.endsAt, timeZone, now)} (${timeZone})`;
  return [
    { name: "Where", value: `${where}, looked up again each time` },
    { name: "From", value: from },
    { name: "Until", value: until },
    { name: "Held", value: "change and destructive actions; reading goes on, and what runs already is left alone" },
  ];
}

function startedCard(freeze: Freeze, where: string, turn: Turn): Card {
  const { timeZone, now } = turn;
  const request = { ...freeze, ...(freeze.endsAt !== undefined && { endsAt: freeze.endsAt }) } as FreezeRequest;
  // Written down a moment after the question was answered, it begins then, which is now.
  const when = isBiting(freeze, Math.max(now, freeze.createdAt))
    ? "is frozen"
    : `will be frozen from ${sayDayAndTime(freeze.startsAt, timeZone, now)}`;
  return doneCard(`${freeze.id}: ${where} ${when}`, ["Scheduled runs in it are skipped and noted."], {
    facts: freezeFacts(request, where, turn).filter(({ name }) => name !== "From"),
    buttons: [{ label: `End ${freeze.id}`, say: `end freeze ${freeze.id}` }],
    id: freeze.id,
  });
}

function listed(freezes: readonly Freeze[], { timeZone, now }: Turn): readonly string[] {
  return freezes.slice(0, 8).map(({ id, targets, endsAt, byName }) => {
    const end = endsAt === undefined ? "somebody ends it" : sayDayAndTime(endsAt, timeZone, now);
    return `${id}: ${targets.include.join(", ")} until ${end}, by ${byName}.`;
  });
}
