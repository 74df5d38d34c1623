/** The parts of /proc/<pid>/stat that are used; ticks and pages are the kernel's units. */
interface ProcessStat {
  readonly pid: number;
  readonly name: string;
  readonly cpuTicks: number;
  readonly startedTicks: number;
  readonly residentPages: number;
}

/** Undefined for anything that is no stat line. The name may hold spaces and brackets: the last bracket ends it. */
export function parseStat(text: string): ProcessStat | undefined {
  const open = text.indexOf("(");
  const close = text.lastIndexOf(")");
  if (open === -1 || close < open) return undefined;
  const rest = text.slice(close + 2).split(" ");
  const number = (index: number) => Number(rest[index]);
  const stat = {
    pid: Number(text.slice(0, open).trim()),
    name: text.slice(open + 1, close),
    cpuTicks: number(11) + number(12),
    startedTicks: number(19),
    residentPages: number(21),
  };
  const numbers = [stat.pid, stat.cpuTicks, stat.startedTicks, stat.residentPages];
  return numbers.every((value) => Number.isFinite(value)) ? stat : undefined;
}

const PAGE_SIZE = 6;
const CLOCK_TICKS = 17;

/** The kernel's units from /proc/self/auxv (64 bit, little endian); the usual ones where it does not say. */
export function parseUnits(auxv: Buffer): { readonly pageBytes: number; readonly ticksPerSecond: number } {
  const found = new Map<number, number>();
  for (let at = 0; at + 16 <= auxv.length; at += 16) {
    found.set(Number(auxv.readBigUInt64LE(at)), Number(auxv.readBigUInt64LE(at + 8)));
  }
  return { pageBytes: found.get(PAGE_SIZE) ?? 4096, ticksPerSecond: found.get(CLOCK_TICKS) ?? 100 };
}

/** User names by number from /etc/passwd. */
export function parsePasswd(text: string): ReadonlyMap<number, string> {
  const names = new Map<number, string>();
  for (const line of text.split("\n")) {
    const [name, , uid] = line.split(":");
    if (name && uid && /^\d+$/.test(uid) && !names.has(Number(uid))) names.set(Number(uid), name);
  }
  return names;
}
