import { readFileSync } from "node:fs";

/** Resident memory of a process in MiB; NaN where the system does not say. */
export function residentMib(pid: number): number {
  return field(`/proc/${pid}/status`, /^VmRSS:\s+(\d+) kB/m) / 1024;
}

/** Direct children of a process. */
export function childrenOf(pid: number): readonly number[] {
  const text = readText(`/proc/${pid}/task/${pid}/children`) ?? "";
  return text.split(" ").filter(Boolean).map(Number);
}

function field(path: string, pattern: RegExp): number {
  return Number(pattern.exec(readText(path) ?? "")?.[1] ?? Number.NaN);
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
