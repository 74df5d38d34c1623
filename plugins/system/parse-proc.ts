/** /proc/meminfo in bytes, by the kernel's names. */
export function parseMeminfo(text: string): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const match of text.matchAll(/^(\w[\w()]*):\s+(\d+) kB$/gm)) {
    found.set(match[1] ?? "", Number(match[2]) * 1024);
  }
  return found;
}

interface CpuTicks {
  readonly busy: number;
  readonly total: number;
}

/** The first line of /proc/stat: processor time since the start, of all processors together. */
export function parseCpuTicks(text: string): CpuTicks | undefined {
  const line = /^cpu +(.+)$/m.exec(text)?.[1];
  if (line === undefined) return undefined;
  const ticks = line.split(/\s+/).slice(0, 8).map(Number);
  if (ticks.length < 4 || ticks.some(Number.isNaN)) return undefined;
  const total = ticks.reduce((sum, value) => sum + value, 0);
  return { total, busy: total - (ticks[3] ?? 0) - (ticks[4] ?? 0) };
}

/** Processor use between two moments in percent with one digit; 0 when no time has passed. */
export function busyPct(before: CpuTicks, after: CpuTicks): number {
  const total = after.total - before.total;
  if (total <= 0) return 0;
  return Math.min(100, Math.max(0, Math.round(((after.busy - before.busy) / total) * 1000) / 10));
}

/** The name for people in /etc/os-release. */
export function parseOsRelease(text: string): string | undefined {
  const value = /^PRETTY_NAME=(.*)$/m.exec(text)?.[1]?.trim();
  return value?.replace(/^(["'])(.*)\1$/, "$2") || undefined;
}
