import type { Agent } from "../../../core/model/agent.ts";
import { decideAccess } from "../../../core/model/permission.ts";
import { doneCard, questionCard } from "../replies/simple-cards.ts";
import { answerWith, type Turn } from "../turn.ts";
import { changePlan } from "./change-plan.ts";
import type { Command } from "./command.ts";
import { meantMachines, sayMachineNames } from "./meant-machines.ts";
import { refuseAccess } from "./refuse-plan.ts";

/** "label web-4 as cache": adds labels to machines. Labels decide which work a machine gets, so it is read back first. */
export const assignLabels: Command = async (turn, services) => {
  const capability = { name: "agent.manage" } as const;
  const { actor } = turn.incoming;
  const access = decideAccess(actor, capability);
  if (!access.allowed) return await refuseAccess(turn, services, access, capability);
  const labels = saidLabels(turn);
  const meant = meantMachines(turn, services.machines.all());
  if ("card" in meant) return { kind: "refuse", card: meant.card };
  const { machines } = meant;
  if (machines.length === 0) return answerWith(questionCard("Which machine shall get the label?", []));
  if (labels.length === 0) {
    return answerWith(questionCard(`Which label shall ${sayMachineNames(machines)} get?`, [], ['For example: "web".']));
  }
  const wanted = machines.map((machine) => ({ id: machine.id, labels: withLabels(machine, labels) }));
  const names = sayMachineNames(machines);
  const said = labels.join(", ");
  return changePlan({
    title: `Label ${names} as ${said}`,
    effect: { wanted, rule: access.rule },
    reasons: [`work for ${said} will then also run on ${names}`],
    turn,
    undo: { kind: "labels", machines: machines.map(({ id, labels: before }) => ({ id, labels: [...before] })) },
    act: async (writer) => {
      for (const one of wanted) await services.machineControl.setLabels(writer, actor, one.id, one.labels);
      return { replies: [{ card: doneCard(`${names} labelled ${said}`, [], { link: "/agents" }) }] };
    },
  });
};

function saidLabels({ frame }: Turn): readonly string[] {
  const said = frame.params?.["labels"] ?? frame.params?.["label"];
  return (Array.isArray(said) ? said : [said]).filter((label): label is string => typeof label === "string");
}

/** Said plainly, an environment or a system is meant as one: "production" is the label env:production. */
const PREFIXES: Readonly<Record<string, string>> = {
  production: "env:",
  staging: "env:",
  test: "env:",
  dev: "env:",
};

function withLabels(machine: Agent, said: readonly string[]): readonly string[] {
  return [...new Set([...machine.labels, ...said.map((label) => `${PREFIXES[label] ?? ""}${label.toLowerCase()}`)])];
}
