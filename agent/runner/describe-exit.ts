import { constants } from "node:os";
import type { ProcessExit } from "./managed-process.ts";

/** What ended a process: its own signal, or that of what it ran, which shells report as 128 and its number. */
export function signalOf({ code, signal }: Pick<ProcessExit, "code" | "signal">): string | undefined {
  if (signal !== null) return signal;
  if (code === null || code <= 128) return undefined;
  return Object.entries(constants.signals).find(([, number]) => number === code - 128)?.[0];
}

/** "by signal SIGSEGV", "with exit code 3" */
export function describeExit(exit: Pick<ProcessExit, "code" | "signal">): string {
  const signal = signalOf(exit);
  return signal === undefined ? `with exit code ${exit.code}` : `by signal ${signal}`;
}
