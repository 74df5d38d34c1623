import { describeMs } from "../../core/kernel/duration.ts";
import type { ActionResponse } from "../../core/model/action-response.ts";
import { countOf, describeBytes } from "../../core/plugin-api/human-units.ts";
import type { RunningProcess } from "./running-process.ts";

interface Question {
  readonly sort: "cpu" | "memory";
  readonly top: number;
  /** Part of the name or command line; case does not matter. */
  readonly name: string | undefined;
}

/** Names the biggest consumer and lists the `top` ones. */
export function answerList(all: readonly RunningProcess[], { sort, top, name }: Question): ActionResponse {
  const matching = name === undefined ? all : all.filter((one) => matches(one, name));
  const sorted = [...matching].sort(sort === "memory" ? byMemory : byCpu);
  const shown = sorted.slice(0, top);
  return {
    ok: true,
    headline: headline(sorted, all.length, sort, name),
    data: { sort, matched: matching.length, total: all.length, processes: shown.map((one) => ({ ...one })) },
    table: {
      columns: ["Process", "PID", "User", "CPU", "Memory", "Running for", "Command"],
      rows: shown.map((one) => [
        one.name,
        one.pid,
        one.user,
        `${one.cpuPct.toFixed(1)} %`,
        describeBytes(one.memoryBytes),
        describeMs(one.runningSeconds * 1000),
        one.command,
      ]),
    },
  };
}

function matches(one: RunningProcess, name: string): boolean {
  const wanted = name.toLowerCase();
  return one.name.toLowerCase().includes(wanted) || one.command.toLowerCase().includes(wanted);
}

const byMemory = (a: RunningProcess, b: RunningProcess) => b.memoryBytes - a.memoryBytes || a.pid - b.pid;
const byCpu = (a: RunningProcess, b: RunningProcess) => b.cpuPct - a.cpuPct || byMemory(a, b);

function headline(
  sorted: readonly RunningProcess[],
  total: number,
  sort: "cpu" | "memory",
  name: string | undefined,
): string {
  const [first] = sorted;
  const processes = (count: number) => countOf(count, "process", "processes");
  if (!first) return `none of ${processes(total)} matches ${name}`;
  const use =
    sort === "memory"
      ? `${describeBytes(first.memoryBytes)} of memory (${first.memoryPct} %)`
      : `${first.cpuPct.toFixed(0)} % of a CPU`;
  const who = `${first.name} (pid ${first.pid}) uses`;
  if (name !== undefined)
    return `${processes(sorted.length)} ${sorted.length === 1 ? "matches" : "match"} ${name}; ${who} ${use}`;
  if (sort === "cpu" && first.cpuPct < 1) return `nothing is busy: all ${processes(total)} are below 1 % of a CPU`;
  return `${who} the most: ${use}; ${processes(total)} in all`;
}
