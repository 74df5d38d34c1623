import type { Agent } from "../../../core/model/agent.ts";
import { decideAccess } from "../../../core/model/permission.ts";
import type { Writer } from "../../../core/store/rows.ts";
import { instantOf, sayDayAndTime } from "../local-time.ts";
import { doneCard, questionCard } from "../replies/simple-cards.ts";
import type { ConversationServices, MachineControl } from "../services.ts";
import { answerWith, type Resolution, type Turn } from "../turn.ts";
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
      const meant = all.filter((machine) => verb !== "approve" || machine.state === "pending").slice(0, 8);
      const options = meant.map((machine) => `${verb} ${machine.name}`);
      return answerWith(questionCard(`Which machine shall I ${verb}?`, options));
    }
    const machine = all.find((one) => one.name === name);
    if (!machine) return { kind: "refuse", card: unknownMachine(name, all) };
    return await planControl(verb, machine, turn, services);
  };
}

async function planControl(
  verb: Verb,
  machine: Agent,
  turn: Turn,
  services: ConversationServices,
): Promise<Resolution> {
  const { actor } = turn.incoming;
  const gentle = verb === "drain" || (verb === "enable" && machine.state === "draining");
  const capability = { name: gentle ? "agent.drain" : "agent.manage" } as const;
  const access = decideAccess(actor, capability);
  if (!access.allowed) return await refuseAccess(turn, services, access, capability);
  const until = untilOf(turn);
  const ends = until === undefined ? [] : [`Ends by itself: ${sayDayAndTime(until, turn.timeZone, turn.now)}.`];
  const control = async (writer: Writer) => {
    const limit = until === undefined ? {} : { until };
    if (verb === "drain" || verb === "disable") await services.machineControl[verb](writer, actor, machine.id, limit);
    else await services.machineControl[verb](writer, actor, machine.id);
  };
  return changePlan({
    title: `${verb.charAt(0).toUpperCase()}${verb.slice(1)} ${machine.name}`,
    effect: { id: machine.id, verb, until: until ?? null, rule: access.rule },
    reasons: reasonsOf(verb, turn),
    act: async (writer) => {
      await control(writer);
      return { replies: [{ card: doneCard(`${machine.name} ${DONE[verb]}`, ends, { link: "/agents" }) }] };
    },
  });
}

function untilOf({ frame, timeZone }: Turn): number | undefined {
  const end = frame.query?.to;
  return end === undefined ? undefined : instantOf(end, timeZone);
}

function reasonsOf(verb: Verb, { frame }: Turn): readonly string[] {
  if (verb === "disable") return ["it is cut off at once, and work for it will wait or be refused"];
  return frame.confirm ? ["I had to guess or correct a word"] : [];
}
