import { describeMs, durationToMs } from "../../core/kernel/duration.ts";
import type { JsonObject } from "../../core/kernel/json.ts";
import type { Agent, AgentFacts } from "../../core/model/agent.ts";

/** What a machine last said of itself, as a number and for people. */
interface Figure {
  readonly value: number;
  /** Of the whole, where there is a whole. */
  readonly share?: number;
  readonly text: string;
}

export interface ByFact {
  /** Head of the column: "Disk free". */
  readonly title: string;
  readonly found: readonly { readonly machine: Agent; readonly text: string }[];
  /** Those that never said it: they are named, not left out. */
  readonly unknown: readonly Agent[];
}

type Read = (facts: AgentFacts, now: number) => Figure | undefined;

const FIELDS: Readonly<Record<string, { readonly title: string; readonly read: Read }>> = {
  disk: { title: "Disk free", read: ({ diskFreeBytes, diskBytes }) => part(diskFreeBytes, diskBytes) },
  "disk.used": { title: "Disk used", read: ({ diskFreeBytes, diskBytes }) => rest(diskFreeBytes, diskBytes) },
  memory: { title: "Memory free", read: ({ memoryFreeBytes, memoryBytes }) => part(memoryFreeBytes, memoryBytes) },
  "memory.used": {
    title: "Memory used",
    read: ({ memoryFreeBytes, memoryBytes }) => rest(memoryFreeBytes, memoryBytes),
  },
  load: {
    title: "Load",
    read: ({ load, cpuCount }) =>
      load === undefined ? undefined : { value: load, share: load / Math.max(1, cpuCount), text: String(load) },
  },
  cpu: { title: "Processors", read: ({ cpuCount }) => ({ value: cpuCount, text: String(cpuCount) }) },
  uptime: {
    title: "Up for",
    read: ({ bootedAt }, now) =>
      bootedAt === undefined ? undefined : { value: now - bootedAt, text: describeMs(now - bootedAt) },
  },
};

/**
 * The machines whose last facts are below or above a limit ("10%", "4GB", "P30D", "8"); undefined where the field or the
 * limit is none that machines report.
 */
export function machinesByFact(machines: readonly Agent[], params: JsonObject, now: number): ByFact | undefined {
  const { field, below, above } = params;
  const known = typeof field === "string" ? FIELDS[field] : undefined;
  const limit = limitOf(below ?? above);
  if (!known || !limit) return undefined;
  const told = machines.flatMap((machine) => {
    const figure = machine.facts && known.read(machine.facts, now);
    const value = limit.isShare ? figure?.share : figure?.value;
    return figure && value !== undefined ? [{ machine, text: figure.text, value }] : [];
  });
  const isUnder = below !== undefined;
  const found = told
    .filter(({ value }) => (isUnder ? value < limit.value : value > limit.value))
    .sort((one, other) => (isUnder ? one.value - other.value : other.value - one.value));
  const unknown = machines.filter((machine) => !told.some((one) => one.machine === machine));
  return { title: known.title, found, unknown };
}

const UNITS: Readonly<Record<string, number>> = { "": 1, MB: 2 ** 20, GB: 2 ** 30, TB: 2 ** 40 };

function limitOf(said: unknown): { readonly value: number; readonly isShare: boolean } | undefined {
  const text = String(said);
  const [, digits, unit = ""] = /^(\d{1,15}(?:\.\d{1,6})?)(%|MB|GB|TB)?$/.exec(text) ?? [];
  if (digits !== undefined && unit === "%") return { value: Number(digits) / 100, isShare: true };
  if (digits !== undefined) return { value: Number(digits) * (UNITS[unit] ?? 1), isShare: false };
  const ms = durationToMs(text);
  return ms === undefined ? undefined : { value: ms, isShare: false };
}

function part(free: number | undefined, whole: number | undefined): Figure | undefined {
  if (free === undefined) return undefined;
  return whole
    ? { value: free, share: free / whole, text: `${percent(free / whole)} (${gib(free)})` }
    : { value: free, text: gib(free) };
}

function rest(free: number | undefined, whole: number | undefined): Figure | undefined {
  return free === undefined || !whole ? undefined : part(whole - free, whole);
}

const percent = (share: number): string => `${Math.round(share * 100)} %`;
const gib = (bytes: number): string => `${(bytes / 2 ** 30).toFixed(1)} GiB`;
