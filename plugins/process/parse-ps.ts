import type { RunningProcess } from "./running-process.ts";

/** What `ps -axo pid=,user=,pcpu=,rss=,etime=,command=` prints, for machines without /proc. */
export function parsePs(output: string, totalMemoryBytes: number): readonly RunningProcess[] {
  const found: RunningProcess[] = [];
  for (const line of output.split("\n")) {
    const match = /^\s*(\d+)\s+(\S+)\s+([\d.,]+)\s+(\d+)\s+([\d:-]+)\s+(\S.*)/.exec(line);
    if (!match) continue;
    const [, pid = "", user = "", cpu = "", rssKib = "", elapsed = "", command = ""] = match;
    const memoryBytes = Number(rssKib) * 1024;
    found.push({
      pid: Number(pid),
      user,
      name: (command.split(" ")[0] ?? "").split("/").pop() || command,
      command,
      cpuPct: Number(cpu.replace(",", ".")),
      memoryBytes,
      memoryPct: Math.round((memoryBytes / totalMemoryBytes) * 1000) / 10,
      runningSeconds: parseElapsed(elapsed),
    });
  }
  return found;
}

/** "[[days-]hours:]minutes:seconds" in seconds. */
export function parseElapsed(text: string): number {
  const [clock = "", days = "0"] = text.split("-").reverse();
  return clock.split(":").reduce((sum, part) => sum * 60 + Number(part), 0) + Number(days) * 86_400;
}
