import { describeMs } from "../../core/kernel/duration.ts";
import type { JsonObject } from "../../core/kernel/json.ts";
import type { ActionResponse, Cell } from "../../core/model/action-response.ts";
import { countOf, describeBytes } from "../../core/plugin-api/human-units.ts";
import { FIELDS, type Field, type SystemFacts } from "./system-facts.ts";

/** A machine with less memory to give than this wants to be looked at. */
const FULL_MEMORY_PCT = 90;

type Describe = (facts: SystemFacts) => string | undefined;

const DESCRIBE: Readonly<Record<Field, Describe>> = {
  uptime: ({ uptimeSeconds }) => (uptimeSeconds === undefined ? undefined : `up ${describeMs(uptimeSeconds * 1000)}`),
  load: ({ load, cpuCount }) => load && `load ${load[0]} on ${countOf(cpuCount ?? 1, "CPU")}`,
  memory: ({ memory }) =>
    memory && `memory ${Math.round(memory.usedPct)} % used (${describeBytes(memory.availableBytes)} free)`,
  cpu: ({ cpuBusyPct, cpuCount, cpuModel }) =>
    cpuBusyPct === undefined
      ? `${countOf(cpuCount ?? 1, "CPU")} (${cpuModel})`
      : `CPU ${Math.round(cpuBusyPct)} % busy (${countOf(cpuCount ?? 1, "CPU")})`,
  kernel: ({ kernel, architecture }) => `kernel ${kernel} (${architecture})`,
  os: ({ os }) => os,
  users: ({ users }) => (users?.length ? `${countOf(users.length, "user")} signed in` : "nobody signed in"),
};

const NAMES: Readonly<Record<Field, string>> = {
  uptime: "Uptime",
  load: "Load (1, 5, 15 min)",
  memory: "Memory",
  cpu: "Processor",
  kernel: "Kernel",
  os: "Operating system",
  users: "Signed in",
};

/** Says how busy the machine is or, when fields are named, just these. */
export function answerInfo(facts: SystemFacts, asked: readonly Field[] | undefined): ActionResponse {
  const spoken: readonly Field[] = asked ?? ["load", "memory", "uptime"];
  const parts = spoken.flatMap((field) => DESCRIBE[field](facts) ?? []);
  const level = asked ? "" : `${busyness(facts)}: `;
  return {
    ok: true,
    headline: `${level}${parts.join(", ")}`,
    attention: (facts.memory?.usedPct ?? 0) >= FULL_MEMORY_PCT || loadPerCpu(facts) >= 2,
    data: JSON.parse(JSON.stringify(facts)) as JsonObject,
    table: {
      columns: ["What", "Value"],
      rows: (asked ?? FIELDS).map((field) => [NAMES[field], cellOf(field, facts)]),
    },
  };
}

function cellOf(field: Field, facts: SystemFacts): Cell {
  if (field === "load") return facts.load?.join(", ") ?? null;
  if (field === "memory" && facts.memory) {
    const { usedBytes, totalBytes, availableBytes, swapTotalBytes, swapUsedBytes } = facts.memory;
    const swap = swapTotalBytes > 0 ? `; swap ${describeBytes(swapUsedBytes)} of ${describeBytes(swapTotalBytes)}` : "";
    return `${describeBytes(usedBytes)} of ${describeBytes(totalBytes)} used, ${describeBytes(availableBytes)} free${swap}`;
  }
  if (field === "cpu") {
    const busy = facts.cpuBusyPct === undefined ? "" : `, ${facts.cpuBusyPct} % busy`;
    return `${facts.cpuCount} x ${facts.cpuModel}${busy}`;
  }
  if (field === "users")
    return facts.users?.map(({ name, terminal }) => `${name} (${terminal})`).join(", ") || "nobody";
  if (field === "uptime" && facts.bootedAt !== undefined) {
    return `${describeMs((facts.uptimeSeconds ?? 0) * 1000)}, since ${new Date(facts.bootedAt).toISOString()}`;
  }
  return DESCRIBE[field](facts)?.replace(/^kernel /, "") ?? null;
}

function busyness(facts: SystemFacts): string {
  const load = loadPerCpu(facts);
  if (load < 0.3) return "quiet";
  if (load < 0.7) return "moderately busy";
  return load < 1.2 ? "busy" : "overloaded";
}

function loadPerCpu({ load, cpuCount }: SystemFacts): number {
  return (load?.[0] ?? 0) / Math.max(1, cpuCount ?? 1);
}
