import { readFile } from "node:fs/promises";
import { arch, cpus, freemem, loadavg, type as osType, release, totalmem, uptime } from "node:os";
import { setTimeout as pause } from "node:timers/promises";
import { systemClock } from "../../core/kernel/clock.ts";
import { percentOf } from "../../core/plugin-api/human-units.ts";
import { busyPct, parseCpuTicks, parseMeminfo, parseOsRelease } from "./parse-proc.ts";
import { type Login, parseUtmp } from "./parse-utmp.ts";
import type { Field, Memory, SystemFacts } from "./system-facts.ts";

const SAMPLE_MS = 250;

type Reader = (signal: AbortSignal) => Promise<SystemFacts>;

const READERS: Readonly<Record<Field, Reader>> = {
  uptime: async () => {
    const uptimeSeconds = Math.round(uptime());
    return { uptimeSeconds, bootedAt: Math.round(systemClock.now() - uptimeSeconds * 1000) };
  },
  load: async () => ({ load: loadavg().map((value) => Math.round(value * 100) / 100), cpuCount: cpus().length }),
  memory: async () => ({ memory: await readMemory() }),
  cpu: async (signal) => {
    const cpuBusyPct = await sampleCpu(signal);
    return { ...cpuNames(), ...(cpuBusyPct === undefined ? {} : { cpuBusyPct }) };
  },
  kernel: async () => ({ kernel: `${osType()} ${release()}`, architecture: arch() }),
  os: async () => ({ os: await readOs() }),
  users: async () => ({ users: await readLogins() }),
};

/** Reads the named fields; without names all of them, leaving out what takes time. */
export async function readSystem(fields: readonly Field[] | undefined, signal: AbortSignal): Promise<SystemFacts> {
  const readers = fields
    ? fields.map((field) => READERS[field])
    : Object.entries(READERS).map(([field, read]) => (field === "cpu" ? async () => cpuNames() : read));
  const parts = await Promise.all(readers.map((read) => read(signal)));
  return Object.assign({}, ...parts) as SystemFacts;
}

function cpuNames(): SystemFacts {
  const all = cpus();
  return { cpuCount: all.length, cpuModel: all[0]?.model.trim() ?? "unknown" };
}

async function readMemory(): Promise<Memory> {
  const info = parseMeminfo(await textOf("/proc/meminfo"));
  const totalBytes = info.get("MemTotal") ?? totalmem();
  const availableBytes = info.get("MemAvailable") ?? freemem();
  const swapTotalBytes = info.get("SwapTotal") ?? 0;
  return {
    totalBytes,
    availableBytes,
    usedBytes: totalBytes - availableBytes,
    usedPct: percentOf(totalBytes - availableBytes, totalBytes),
    swapTotalBytes,
    swapUsedBytes: swapTotalBytes - (info.get("SwapFree") ?? swapTotalBytes),
  };
}

async function sampleCpu(signal: AbortSignal): Promise<number | undefined> {
  const before = parseCpuTicks(await textOf("/proc/stat"));
  if (!before) return undefined;
  await pause(SAMPLE_MS, undefined, { signal });
  const after = parseCpuTicks(await textOf("/proc/stat"));
  return after && busyPct(before, after);
}

async function readOs(): Promise<string> {
  return parseOsRelease(await textOf("/etc/os-release")) ?? `${osType()} ${release()}`;
}

async function readLogins(): Promise<readonly Login[]> {
  const content = await readFile("/var/run/utmp").catch(() => Buffer.alloc(0));
  return parseUtmp(content, arch());
}

function textOf(path: string): Promise<string> {
  return readFile(path, "utf8").catch(() => "");
}
