import type { RunQueries } from "../../core/executions/run-queries.ts";
import type { Cell } from "../../core/model/action-response.ts";
import type { Execution } from "../../core/model/run.ts";
import { plainText } from "./plain-text.ts";
import { reasonOf } from "./replies/run-result.ts";
import { STATE_WORDS } from "./replies/state-words.ts";

type Source = Pick<RunQueries, "executionsOf" | "logs">;

/** A file for people: everything that a run answered and put out. */
export interface RunFile {
  readonly name: string;
  readonly text: string;
}

/** Characters; what is beyond stays in the console, and the file says so. */
const LONGEST = 1_000_000;
const CHUNKS_AT_ONCE = 500;
const CUT_NOTE = "\n… the rest is too long for a file; all of it is in the console.\n";

/** The whole result of a run, machine by machine. Reads no more than goes into it. */
export async function runFile(runs: Source, runId: string): Promise<RunFile> {
  let text = "";
  for (const execution of await runs.executionsOf(runId)) {
    text += answerText(execution);
    text += await logText(runs, execution, LONGEST - text.length);
    if (text.length > LONGEST) break;
  }
  const clean = plainText(text);
  return { name: `${runId}.txt`, text: clean.length > LONGEST ? clean.slice(0, LONGEST) + CUT_NOTE : clean };
}

function answerText(execution: Execution): string {
  const { agentName, response, state } = execution;
  const said = state === "succeeded" ? (response?.headline ?? "done") : reasonOf(execution);
  const cells = (row: readonly Cell[]) => row.map((cell) => String(cell ?? "").replaceAll(/[\t\n]/g, " ")).join("\t");
  const table = response?.table ? [response.table.columns, ...response.table.rows].map(cells) : [];
  return [`== ${agentName}: ${STATE_WORDS[state]} ==`, said, ...table, ""].join("\n");
}

async function logText(runs: Source, { id, attempt, startedAt }: Execution, most: number): Promise<string> {
  if (startedAt === undefined) return "\n";
  let text = "";
  let after = -1;
  while (text.length <= most) {
    const chunks = await runs.logs(id, attempt, after, CHUNKS_AT_ONCE);
    text += chunks.map((chunk) => (chunk.stream === "gap" ? `\n… ${chunk.text}\n` : chunk.text)).join("");
    after = chunks.at(-1)?.seq ?? after;
    if (chunks.length < CHUNKS_AT_ONCE) break;
  }
  return text === "" ? "\n" : `-- output --\n${text}\n`;
}
