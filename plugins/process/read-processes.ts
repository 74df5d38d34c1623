import { readdir, readFile, stat } from "node:fs/promises";
import { totalmem, uptime } from "node:os";
import { setTimeout as pause } from "node:timers/promises";
import { systemClock } from "../../core/kernel/clock.ts";
import { cleanLine } from "../../core/plugin-api/answers.ts";
import { percentOf } from "../../core/plugin-api/human-units.ts";
import { runTool } from "../../core/plugin-api/run-tool.ts";
import { parsePs } from "./parse-ps.ts";
import { parsePasswd, parseStat, parseUnits } from "./parse-stat.ts";
import type { RunningProcess } from "./running-process.ts";

const SAMPLE_MS = 200;
const COMMAND_LENGTH = 300;

type Stat = NonNullable<ReturnType<typeof parseStat>>;

/**
 * All processes but this one. With `measureCpu` processor use is that of the last fifth of a second, otherwise the
 * average of each process's life. Undefined where this machine has no way to tell.
 */
export async function readProcesses(
  measureCpu: boolean,
  signal: AbortSignal,
): Promise<readonly RunningProcess[] | undefined> {
  const first = await readStats();
  if (first.size === 0) return viaPs(signal);
  const startedAt = systemClock.monotonic();
  if (measureCpu) await pause(SAMPLE_MS, undefined, { signal });
  const last = measureCpu ? await readStats() : first;
  const elapsedSeconds = (systemClock.monotonic() - startedAt) / 1000;
  const units = parseUnits(await readFile("/proc/self/auxv").catch(() => Buffer.alloc(0)));
  const names = parsePasswd(await readFile("/etc/passwd", "utf8").catch(() => ""));
  const upSeconds = uptime();
  const described = [...last.values()].map(async (now): Promise<RunningProcess | undefined> => {
    const owner = await ownerOf(now.pid);
    if (!owner) return undefined;
    const runningSeconds = Math.max(0, upSeconds - now.startedTicks / units.ticksPerSecond);
    const usedTicks = now.cpuTicks - (measureCpu ? (first.get(now.pid)?.cpuTicks ?? now.cpuTicks) : 0);
    const overSeconds = measureCpu ? elapsedSeconds : Math.max(1, runningSeconds);
    const memoryBytes = now.residentPages * units.pageBytes;
    return {
      pid: now.pid,
      user: names.get(owner.uid) ?? String(owner.uid),
      name: cleanLine(now.name, 64),
      command: owner.command === "" ? `[${cleanLine(now.name, 64)}]` : owner.command,
      cpuPct: percentOf(usedTicks / units.ticksPerSecond, overSeconds),
      memoryBytes,
      memoryPct: percentOf(memoryBytes, totalmem()),
      runningSeconds: Math.round(runningSeconds),
    };
  });
  return (await Promise.all(described)).filter((one) => one !== undefined);
}

async function readStats(): Promise<ReadonlyMap<number, Stat>> {
  const entries = await readdir("/proc").catch(() => []);
  const pids = entries.filter((entry) => /^\d+$/.test(entry) && Number(entry) !== process.pid);
  const texts = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/stat`, "utf8").catch(() => "")));
  return new Map(texts.flatMap((text) => parseStat(text) ?? []).map((one) => [one.pid, one]));
}

/** Undefined when the process has ended meanwhile. */
async function ownerOf(pid: number): Promise<{ readonly uid: number; readonly command: string } | undefined> {
  try {
    const [{ uid }, raw] = await Promise.all([stat(`/proc/${pid}`), readFile(`/proc/${pid}/cmdline`, "utf8")]);
    return { uid, command: cleanLine(raw.replaceAll("\0", " ").trim(), COMMAND_LENGTH) };
  } catch {
    return undefined;
  }
}

async function viaPs(signal: AbortSignal): Promise<readonly RunningProcess[] | undefined> {
  const ps = await runTool("ps", ["-axo", "pid=,user=,pcpu=,rss=,etime=,command="], { signal });
  return ps.kind === "ended" && ps.exitCode === 0 ? parsePs(ps.stdout, totalmem()) : undefined;
}
