import { decideAccess } from "../../../core/model/permission.ts";
import { doneCard, questionCard } from "../replies/simple-cards.ts";
import type { MachineControl } from "../services.ts";
import { answerWith } from "../turn.ts";
import { changePlan } from "./change-plan.ts";
import type { Command } from "./command.ts";
import { refuseAccess } from "./refuse-plan.ts";
import { machineName, unknownMachine } from "./show-machines.ts";

type Verb = keyof MachineControl;

const DONE: Readonly<Record<Verb, string>> = {
  approve: "may now be given work",
  drain: "finishes what it has and is given nothing new",
  disable: "is given no work until somebody enables it",
  enable: "is given work again",
};

/** "drain web-3", "disable web-3", "approve web-9": who may use a machine, and whether it is given work. */
export function controlMachine(verb: Verb): Command {
  return async (turn, services) => {
    const name = machineName(turn);
    const all = services.machines.all();
    if (name === undefined) {
      const waiting = all.filter((machine) => verb !== "approve" || machine.state === "pending");
      return answerWith(
        questionCard(
          `Which machine shall I ${verb}?`,
          waiting.slice(0, 8).map((one) => `${verb} ${one.name}`),
        ),
      );
    }
    const machine = all.find((one) => one.name === name);
    if (!machine) return { kind: "refuse", card: unknownMachine(name, all) };
    const { actor } = turn.incoming;
    const capability = { name: verb === "drain" ? "agent.drain" : "agent.manage" } as const;
    const access = decideAccess(actor, capability);
    if (!access.allowed) return await refuseAccess(turn, services, access, capability);
    const reasons: string[] = [];
    if (verb === "disable") reasons.push("work for it will wait or be refused");
    if (turn.frame.confirm && reasons.length === 0) reasons.push("I had to guess or correct a word");
    return changePlan({
      title: `${verb.charAt(0).toUpperCase()}${verb.slice(1)} ${machine.name}`,
      effect: { id: machine.id, verb, rule: access.rule },
      reasons,
      act: async (writer) => {
        await services.machineControl[verb](writer, actor, machine.id);
        return { replies: [{ card: doneCard(`${machine.name} ${DONE[verb]}`, [], { link: "/machines" }) }] };
      },
    });
  };
}
