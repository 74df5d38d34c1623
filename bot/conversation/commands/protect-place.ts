import type { Protection } from "../../../core/model/approval.ts";
import { decideAccess } from "../../../core/model/permission.ts";
import { resolveTargets } from "../../../core/model/resolve-targets.ts";
import { isAtMost, type Risk } from "../../../core/model/risk.ts";
import type { TargetSelector } from "../../../core/model/target.ts";
import { sayMachines } from "../replies/say-machines.ts";
import { sayTargets } from "../replies/say-targets.ts";
import { doneCard, infoCard, questionCard, refusalCard } from "../replies/simple-cards.ts";
import type { ConversationServices } from "../services.ts";
import { answerWith, type Resolution, type Turn } from "../turn.ts";
import { changePlan } from "./change-plan.ts";
import type { Command } from "./command.ts";
import { refuseAccess } from "./refuse-plan.ts";

const CAPABILITY = { name: "protection.manage" } as const;
const EXAMPLE = 'For example: "protect production".';

/** "changes on production need a second person": from now on, also for machines that get the label later. */
export const protectPlace: Command = async (turn, services) => {
  const access = decideAccess(turn.incoming.actor, CAPABILITY);
  if (!access.allowed) return await refuseAccess(turn, services, access, CAPABILITY);
  const { targets } = turn.frame;
  if (!targets || targets.include.length === 0) {
    return answerWith(questionCard("Which machines shall changes need another person's yes on?", [], [EXAMPLE]));
  }
  const already = sameAs(targets, services, "change");
  const where = sayTargets(targets);
  if (already) {
    return answerWith(
      infoCard(`${already.id}: changes on ${where} need another person's yes already`, [], { id: already.id }),
    );
  }
  const { machines } = resolveTargets(targets, services.machines.all());
  if (machines.length === 0)
    return { kind: "refuse", card: refusalCard(`No machine matches ${where}`, ["Nothing was changed."]) };
  const { actor } = turn.incoming;
  return changePlan({
    title: `Let changes on ${where} need another person's yes`,
    effect: { targets, machines: machines.map(({ id }) => id) },
    reasons: ["nobody may change anything there alone from then on"],
    facts: [{ name: "Now these machines", value: sayMachines(machines.map(({ name }) => name)) }],
    turn,
    undo: { kind: "none" },
    act: async (writer) => {
      const { id } = await services.protections.protect(writer, actor, { targets });
      const lines = ["Reading goes on. What is asked for from now on waits for an approver."];
      const buttons = [{ label: `Lift ${id}`, say: `lift protection ${id}` }];
      return {
        replies: [{ card: doneCard(`${id}: changes on ${where} need another person's yes`, lines, { id, buttons }) }],
      };
    },
  });
};

/** "unprotect production", "lift G-1": what waits for approval because of it still does. */
export const unprotectPlace: Command = async (turn, services) => {
  const access = decideAccess(turn.incoming.actor, CAPABILITY);
  if (!access.allowed) return await refuseAccess(turn, services, access, CAPABILITY);
  const { ref, targets } = turn.frame;
  const all = services.protectedPlaces.protections();
  const found =
    ref === undefined ? targets && sameAs(targets, services) : all.find(({ id }) => id === ref.toUpperCase());
  if (!found) return listed("No such place is protected", all);
  const { actor } = turn.incoming;
  const where = sayTargets(found.targets);
  return changePlan({
    title: `Let changes on ${where} need no second person any more`,
    effect: { id: found.id },
    reasons: ["one person alone may change things there from then on"],
    turn,
    undo: { kind: "none" },
    act: async (writer) => {
      await services.protections.lift(writer, actor, found.id);
      const lines = ["What waits for approval because of it still does."];
      return { replies: [{ card: doneCard(`${found.id} is lifted`, lines, { id: found.id }) }] };
    },
  });
};

/** "what is protected" */
export const listPlaces: Command = async (_turn: Turn, services) => {
  const all = services.protectedPlaces.protections();
  const count = `${all.length} protected ${all.length === 1 ? "place" : "places"}`;
  return listed(all.length === 0 ? "No place is protected: only roles decide who may change what" : count, all);
};

function listed(headline: string, all: readonly Protection[]): Resolution {
  if (all.length === 0) return answerWith(infoCard(headline, [EXAMPLE]));
  const rows = all.map(({ id, targets, risk, byName }) => [id, sayTargets(targets), risk, byName]);
  return answerWith(infoCard(headline, [], { table: { columns: ["Place", "Machines", "From risk", "Set by"], rows } }));
}

/** `from`: only one that bites from that risk on, or sooner. */
function sameAs(
  { include, exclude }: TargetSelector,
  { protectedPlaces }: Pick<ConversationServices, "protectedPlaces">,
  from?: Risk,
) {
  const key = (one: TargetSelector): string => JSON.stringify([[...one.include].sort(), [...one.exclude].sort()]);
  const wanted = key({ include, exclude });
  const same = protectedPlaces.protections().filter(({ targets }) => key(targets) === wanted);
  return same.find(({ risk }) => from === undefined || isAtMost(risk, from));
}
