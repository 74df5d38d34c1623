import { execFileSync } from "node:child_process";

/** Ids of the living processes whose command line holds all of these words. */
export function processesWith(...words: readonly string[]): readonly number[] {
  const lines = execFileSync("ps", ["-eo", "pid=,stat=,args="], { encoding: "utf8" }).split("\n");
  return lines.flatMap((line) => {
    const [, pid, state = "", command = ""] = /^\s*(\d+)\s+(\S+)\s+(.*)$/.exec(line) ?? [];
    return !state.startsWith("Z") && words.every((word) => command.includes(word)) ? [Number(pid)] : [];
  });
}

/** Resolves when the condition holds; rejects with the description after the time. */
export async function until(what: string, holds: () => boolean | Promise<boolean>, withinMs = 240_000): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`not within ${withinMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
