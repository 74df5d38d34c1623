import { decideAccess } from "../../../core/model/permission.ts";
import { ROLES, type Role, type User } from "../../../core/model/user.ts";
import { nearestNames } from "../nearest-names.ts";
import { doneCard, infoCard, questionCard, refusalCard } from "../replies/simple-cards.ts";
import type { ConversationServices } from "../services.ts";
import { answerWith, type Resolution, type Turn } from "../turn.ts";
import { withChange } from "../undo-list.ts";
import { changePlan } from "./change-plan.ts";
import type { Command } from "./command.ts";
import { refuseAccess } from "./refuse-plan.ts";

const MANAGE = { name: "user.manage" } as const;

/** "add carol as operator": an account that has a role and no password yet. */
export const addUser: Command = async (turn, services) => {
  const refusal = await refused(turn, services);
  if (refusal) return refusal;
  const name = turn.frame.ref;
  if (name === undefined) return answerWith(questionCard("Who shall be added?", [], ['"add carol as operator"']));
  const people = await services.users.all();
  const known = people.find((user) => user.name.toLowerCase() === name.toLowerCase());
  if (known) return answerWith(infoCard(`${known.name} is here already, as ${known.role}`));
  const role = saidRole(turn);
  if (!role) return answerWith(askRole(`Which role shall ${name} have?`, (one) => `add ${name} as ${one}`));
  const { actor } = turn.incoming;
  return changePlan({
    title: `Add ${name} as ${role}`,
    effect: { name, role },
    reasons: [`${name} may then act with the rights of ${role}`],
    turn,
    act: async (writer) => {
      const user = await services.people.create(writer, actor, { name, role });
      const lines = [
        `${user.name} has no password yet and cannot sign in: set one with "octopus users password ${user.name}" on the server.`,
      ];
      const made = { what: `Added ${name} as ${role}`, userId: actor.userId ?? "", at: turn.now } as const;
      const changes = withChange(turn.context.changes, { ...made, inverse: { kind: "person", id: user.id } });
      return { replies: [{ card: doneCard(`${user.name} added as ${role}`, lines) }], context: { changes } };
    },
  });
};

/** "make ben an approver". */
export const changeRole: Command = async (turn, services) => {
  const refusal = await refused(turn, services);
  if (refusal) return refusal;
  const name = turn.frame.ref;
  const people = await services.users.all();
  if (name === undefined) {
    const lines = people.slice(0, 8).map((user) => `${user.name} is ${user.role}`);
    return answerWith(questionCard("Whose role shall change?", [], lines));
  }
  const user = people.find((one) => one.name.toLowerCase() === name.toLowerCase());
  if (!user) return { kind: "refuse", card: unknownPerson(name, people) };
  const role = saidRole(turn);
  if (!role) return answerWith(askRole(`Which role shall ${user.name} have?`, (one) => `make ${user.name} ${one}`));
  if (user.role === role) return answerWith(infoCard(`${user.name} is ${role} already`));
  const { actor } = turn.incoming;
  return changePlan({
    title: `Make ${user.name} ${role}, who is ${user.role}`,
    effect: { id: user.id, from: user.role, role },
    reasons: [`it changes what ${user.name} may do`],
    turn,
    undo: { kind: "role", id: user.id, role: user.role },
    act: async (writer) => {
      const changed = await services.people.setRole(writer, actor, user.id, role);
      return { replies: [{ card: doneCard(`${changed.name} is now ${changed.role}`) }] };
    },
  });
};

async function refused(turn: Turn, services: ConversationServices): Promise<Resolution | undefined> {
  const access = decideAccess(turn.incoming.actor, MANAGE);
  return access.allowed ? undefined : await refuseAccess(turn, services, access, MANAGE);
}

function saidRole({ frame }: Turn): Role | undefined {
  return ROLES.find((role) => role === frame.params?.["role"]);
}

function askRole(question: string, say: (role: Role) => string) {
  const buttons = ROLES.map((role) => ({ label: role, say: say(role) }));
  return { ...questionCard(question, []), buttons };
}

function unknownPerson(name: string, people: readonly User[]) {
  const names = people.map((user) => user.name);
  const near = nearestNames(name, names);
  return refusalCard(`I know nobody called "${name}"`, [
    `${near.length > 0 ? "Closest" : "I know"}: ${(near.length > 0 ? near : names.slice(0, 5)).join(", ")}.`,
    "Nothing was changed.",
  ]);
}
