import { describeMs } from "../../../core/kernel/duration.ts";
import type { Agent } from "../../../core/model/agent.ts";
import type { CardFact } from "../../../core/model/card.ts";
import { resolveTargets } from "../../../core/model/resolve-targets.ts";
import { sayInstant } from "../local-time.ts";
import { machinesByFact } from "../machines-by-fact.ts";
import { nearestNames } from "../nearest-names.ts";
import { infoCard, refusalCard } from "../replies/simple-cards.ts";
import { answerWith, type Resolution, type Turn } from "../turn.ts";
import type { Command } from "./command.ts";

/** How many of a list can be pointed at afterwards. */
const LISTED = 100;

/** "list machines", "which web servers are offline". */
export const listMachines: Command = async (turn, { machines }) => {
  const { targets, query } = turn.frame;
  const all = machines.all();
  const meant = targets && targets.include.length > 0 ? resolveTargets(targets, all).machines : all;
  const wanted = query?.status?.toLowerCase();
  const shown = meant.filter((machine) => !wanted || machine.liveness === wanted || machine.state === wanted);
  if (turn.frame.params?.["field"] !== undefined) return listByFact(turn, shown);
  const online = shown.filter((machine) => machine.liveness === "online").length;
  if (shown.length === 0) {
    const lines = all.length === 0 ? ['An administrator lets one join with "octopus agent join".'] : [];
    return answerWith(infoCard(all.length === 0 ? "No machine has joined yet" : "No machine is like that", lines));
  }
  const rows = shown.map((machine) => [
    machine.name,
    stateOf(machine),
    machine.facts?.os ?? "",
    machine.labels.join(", "),
    machine.lastSeenAt === undefined ? "never" : sayInstant(machine.lastSeenAt, turn.timeZone, turn.now),
  ]);
  const count = `${shown.length} ${shown.length === 1 ? "machine" : "machines"}, ${online} online`;
  const table = { columns: ["Machine", "State", "System", "Labels", "Seen"], rows };
  return answerWith(infoCard(count, [], { table, link: "/agents" }), {
    lastList: shown.slice(0, LISTED).map((one) => one.name),
  });
};

/** "which machines have less than 10% disk": by what they said last, and who never said it. */
function listByFact({ frame, timeZone, now }: Turn, machines: readonly Agent[]): Resolution {
  const by = machinesByFact(machines, frame.params ?? {}, now);
  if (!by) {
    return answerWith(
      refusalCard(`Machines do not report ${String(frame.params?.["field"])} that way`, [
        "I know disk, memory, load, processors and how long each is up, as each said it last.",
      ]),
    );
  }
  const { title, found, unknown } = by;
  const seen = ({ lastSeenAt }: Agent) => (lastSeenAt === undefined ? "never" : sayInstant(lastSeenAt, timeZone, now));
  const rows = found.map(({ machine, text }) => [machine.name, text, stateOf(machine), seen(machine)]);
  const silent = unknown.map(({ name }) => name);
  const more = silent.length > 8 ? ` and ${silent.length - 8} more` : "";
  const lines = silent.length > 0 ? [`Not told by ${silent.slice(0, 8).join(", ")}${more}.`] : [];
  const count = `${found.length} of ${machines.length} ${machines.length === 1 ? "machine is" : "machines are"} like that`;
  const table = { columns: ["Machine", title, "State", "Seen"], rows };
  const card = infoCard(count, lines, { ...(rows.length > 0 && { table }), link: "/agents" });
  return answerWith(card, { lastList: found.slice(0, LISTED).map(({ machine }) => machine.name) });
}

/** "show web-3": facts, labels, contact. */
export const showMachine: Command = async (turn, services) => {
  const name = machineName(turn);
  const all = services.machines.all();
  const machine = all.find((one) => one.name === name);
  if (name === undefined) return await listMachines(turn, services);
  if (!machine) return answerWith(unknownMachine(name, all));
  const card = infoCard(`${machine.name} is ${stateOf(machine)}`, [], {
    facts: factsOf(machine, turn),
    link: "/agents",
  });
  return answerWith(card);
};

/** The machine that a frame is about: its reference, or a single host among its targets. */
export function machineName({ frame }: Pick<Turn, "frame">): string | undefined {
  const host = frame.targets?.include.find((term) => term.startsWith("host:"))?.slice("host:".length);
  return (frame.ref ?? frame.query?.agent ?? host)?.toLowerCase();
}

export function unknownMachine(name: string, all: readonly Agent[]) {
  const names = all.map((machine) => machine.name);
  const near = nearestNames(name, names);
  const known = near.length > 0 ? near : names.slice(0, 5);
  return refusalCard(`I know no machine "${name}"`, [
    known.length > 0 ? `Closest: ${known.join(", ")}.` : "None has joined yet.",
  ]);
}

/** What it reported last of disk, memory, load and uptime. */
function figuresOf(machine: Agent, now: number): readonly CardFact[] {
  return ["disk", "memory", "load", "uptime"].flatMap((field) => {
    const by = machinesByFact([machine], { field, above: "0" }, now);
    return (by?.found ?? []).map(({ text }) => ({ name: by?.title ?? field, value: text }));
  });
}

function stateOf(machine: Agent): string {
  return machine.state === "active" ? machine.liveness : `${machine.state}, ${machine.liveness}`;
}

function factsOf(machine: Agent, { timeZone, now }: Turn): readonly CardFact[] {
  const { clockOffsetMs, facts, labels, lastSeenAt, stateReason } = machine;
  const seen = lastSeenAt === undefined ? "never" : sayInstant(lastSeenAt, timeZone, now);
  const list: CardFact[] = [
    { name: "Labels", value: labels.join(", ") || "none" },
    { name: "Seen", value: seen },
  ];
  if (clockOffsetMs !== undefined) {
    const away = `${describeMs(Math.abs(clockOffsetMs))} ${clockOffsetMs > 0 ? "ahead of" : "behind"} mine`;
    list.push({ name: "Clock", value: away });
  }
  if (stateReason) list.push({ name: "Reason", value: stateReason });
  if (!facts) return list;
  list.push(
    { name: "System", value: `${facts.os} ${facts.osRelease} ${facts.arch}` },
    { name: "Processors", value: String(facts.cpuCount) },
    { name: "Memory", value: `${(facts.memoryBytes / 2 ** 30).toFixed(1)} GiB` },
    ...figuresOf(machine, now),
    { name: "Runs actions as", value: facts.runsAs },
    { name: "Agent", value: facts.agentVersion },
  );
  return list;
}
