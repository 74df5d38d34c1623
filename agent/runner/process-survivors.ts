import { readdir, readFile } from "node:fs/promises";

/** Process ids whose environment has this entry (`NAME=value`). Empty where there is no /proc. */
export async function findMarked(entry: string): Promise<readonly number[]> {
  const names = await readdir("/proc").catch(() => []);
  const pids = names.filter((name) => /^\d+$/.test(name)).map(Number);
  const marked = await Promise.all(
    pids.map(async (pid) => {
      const environment = await readFile(`/proc/${pid}/environ`, "utf8").catch(() => "");
      return environment.split("\0").includes(entry) ? pid : undefined;
    }),
  );
  return marked.filter((pid) => pid !== undefined);
}

/** A machine under load takes its time to bury what was killed. */
const ROUNDS = 100;

/**
 * Kills what carries the entry, again and again, because a process may fork while it is looked for. Returns how many
 * are left: 0 means that all are gone, or that there is no /proc to ask.
 */
export async function killMarked(entry: string, pause: () => Promise<void>): Promise<number> {
  for (let round = 0; round < ROUNDS; round += 1) {
    const pids = (await findMarked(entry)).filter((pid) => pid !== process.pid);
    if (pids.length === 0) return 0;
    for (const pid of pids) signalProcess(pid, "SIGKILL");
    await pause();
  }
  return (await findMarked(entry)).length;
}

/** Sends a signal to a process, or to its group when `pid` is negative. A process that is gone is no error. */
export function signalProcess(pid: number, signal: "SIGTERM" | "SIGKILL"): void {
  try {
    process.kill(pid, signal);
  } catch {
    // gone already, or changed its user where we may not follow; the sweep by marker counts what is left
  }
}
