import { readFileSync } from "node:fs";

/** Linux counts in hundredths of a second, whatever the machine. */
const MS_PER_TICK = 10;

/** Processor time that a process has taken since its start, in ms, all its threads; NaN where the system does not say. */
export function processorMs(pid: number): number {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name, in brackets, may hold anything; the fields behind it are counted from the state.
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    return (Number(fields[11]) + Number(fields[12])) * MS_PER_TICK;
  } catch {
    return Number.NaN;
  }
}
