import type { Agent } from "../../../core/model/agent.ts";
import { decideAccess } from "../../../core/model/permission.ts";
import type { Writer } from "../../../core/store/rows.ts";
import { instantOf, sayDayAndTime } from "../local-time.ts";
import { doneCard, questionCard } from "../replies/simple-cards.ts";
import type { ConversationServices } from "../services.ts";
import { answerWith, type Resolution, type Turn } from "../turn.ts";
import type { Inverse } from "../undo-list.ts";
import { changePlan } from "./change-plan.ts";
import type { Command } from "./command.ts";
import { meantMachines, sayMachineNames } from "./meant-machines.ts";
import { refuseAccess } from "./refuse-plan.ts";

type Verb = "approve" | "drain" | "disable" | "enable";

/** What is true afterwards, of one machine and of several. */
const DONE: Readonly<Record<Verb, readonly [string, string]>> = {
  approve: ["may now be given work", "may now be given work"],
  drain: ["finishes what it has and is given nothing new", "finish what they have and are given nothing new"],
  disable: ["is given no work until somebody enables it", "are given no work until somebody enables them"],
  enable: ["is given work again", "are given work again"],
};

/** "drain web-3", "disable the web servers", "approve web-9": who may use a machine, and whether it is given work. */
export function controlMachine(verb: Verb): Command {
  return async (turn, services) => {
    const all = services.machines.all();
    const meant = meantMachines(turn, all);
    if ("card" in meant) return { kind: "refuse", card: meant.card };
    if (meant.machines.length > 0) return await planControl(verb, meant.machines, turn, services);
    const offered = all.filter((machine) => verb !== "approve" || machine.state === "pending").slice(0, 8);
    const options = offered.map((machine) => `${verb} ${machine.name}`);
    return answerWith(questionCard(`Which machine shall I ${verb}?`, options));
  };
}

async function planControl(
  verb: Verb,
  machines: readonly Agent[],
  turn: Turn,
  services: ConversationServices,
): Promise<Resolution> {
  const { actor } = turn.incoming;
  const gentle = verb === "drain" || (verb === "enable" && machines.every((machine) => machine.state === "draining"));
  const capability = { name: gentle ? "agent.drain" : "agent.manage" } as const;
  const access = decideAccess(actor, capability);
  if (!access.allowed) return await refuseAccess(turn, services, access, capability);
  const until = untilOf(turn);
  const ends = until === undefined ? [] : [`Ends by itself: ${sayDayAndTime(until, turn.timeZone, turn.now)}.`];
  const names = sayMachineNames(machines);
  const ids = machines.map((machine) => machine.id);
  return changePlan({
    title: `${verb.charAt(0).toUpperCase()}${verb.slice(1)} ${names}`,
    effect: { ids, verb, until: until ?? null, rule: access.rule },
    reasons: reasonsOf(verb, machines.length, turn),
    undo: inverseOf(verb, machines),
    turn,
    act: async (writer) => {
      for (const id of ids) await control(writer, services, turn, { verb, id, until });
      const done = DONE[verb][machines.length === 1 ? 0 : 1];
      return { replies: [{ card: doneCard(`${names} ${done}`, ends, { link: "/agents" }) }] };
    },
  });
}

async function control(
  writer: Writer,
  { machineControl }: ConversationServices,
  { incoming: { actor } }: Turn,
  { verb, id, until }: { readonly verb: Verb; readonly id: string; readonly until: number | undefined },
): Promise<void> {
  const limit = until === undefined ? {} : { until };
  if (verb === "drain" || verb === "disable") await machineControl[verb](writer, actor, id, limit);
  else await machineControl[verb](writer, actor, id);
}

/** Machines that were in different states before cannot be put back by one word. */
function inverseOf(verb: Verb, machines: readonly Agent[]): Inverse {
  const ids = machines.map((machine) => machine.id);
  const [state, ...others] = new Set(machines.map((machine) => machine.state));
  if (others.length > 0) return { kind: "none" };
  if (verb === "approve") return { kind: "machine", ids, verb: "disable" };
  if (verb === "enable" && state === "draining") return { kind: "machine", ids, verb: "drain" };
  if (verb === "enable" && state === "disabled") return { kind: "machine", ids, verb: "disable" };
  return state === "active" ? { kind: "machine", ids, verb: "enable" } : { kind: "none" };
}

function untilOf({ frame, timeZone }: Turn): number | undefined {
  const end = frame.query?.to;
  return end === undefined ? undefined : instantOf(end, timeZone);
}

function reasonsOf(verb: Verb, count: number, { frame }: Turn): readonly string[] {
  if (verb === "disable") return ["it is cut off at once, and work for it will wait or be refused"];
  if (frame.confirm) return ["I had to guess or correct a word"];
  return count > 1 ? [`it concerns ${count} machines`] : [];
}
