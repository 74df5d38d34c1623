import { systemClock } from "../kernel/clock.ts";
import { describeMs } from "../kernel/duration.ts";
import type { JsonObject } from "../kernel/json.ts";
import type { ActionResponse } from "../model/action-response.ts";
import type { ActionContext } from "./action-context.ts";
import { cleanLine, failure } from "./answers.ts";
import { runTool } from "./run-tool.ts";

/** Of the output, what an answer carries; all of it is in the log. */
const KEPT_LINES = 200;
const SHOWN_LINES = 20;
const LINE_LENGTH = 500;

interface Program {
  readonly file: string;
  readonly args: readonly string[];
  /** What it is called in the answer. */
  readonly title: string;
  /** What the answer's data says about what was run. */
  readonly facts: JsonObject;
}

/**
 * Runs somebody's own program with its output as the live log. The answer is its exit code and what it said last;
 * every exit code but 0 is a failure.
 */
export async function runProgram(program: Program, { signal, log }: ActionContext): Promise<ActionResponse> {
  const { file, args, title, facts } = program;
  const lines: string[] = [];
  let lineCount = 0;
  const onLine = (line: string) => {
    log(line);
    lineCount += 1;
    lines.push(cleanLine(line, LINE_LENGTH));
    if (lines.length > KEPT_LINES) lines.shift();
  };
  const startedAt = systemClock.monotonic();
  const ended = await runTool(file, args, { signal, onLine, keepBytes: 0, environment: {} });
  const elapsedMs = Math.round(systemClock.monotonic() - startedAt);
  if (ended.kind === "not-started") return failure(`${title} ${whyNotStarted(ended.code)}`, facts);
  const { exitCode, signal: endedBy } = ended;
  const said = lines.findLast((line) => line.trim() !== "");
  const how = endedBy === undefined ? `ended with exit code ${exitCode}` : `was ended by ${endedBy}`;
  const state = exitCode === 0 ? `finished in ${describeMs(elapsedMs)}` : `${how} after ${describeMs(elapsedMs)}`;
  return {
    ok: exitCode === 0,
    headline: cleanLine(`${title} ${state}${said === undefined ? "" : `: ${said}`}`, 300),
    data: {
      ...facts,
      exitCode,
      ...(endedBy === undefined ? {} : { signal: endedBy }),
      elapsedMs,
      lines,
      lineCount,
      truncated: lineCount > lines.length,
    },
    table: { columns: ["Output"], rows: lines.slice(-SHOWN_LINES).map((line) => [line]) },
  };
}

function whyNotStarted(code: string): string {
  if (code === "ENOENT") return "cannot be started: it, or the program named in its first line, is not here";
  if (code === "EACCES") return "cannot be started: it may not be executed by the user as whom actions run";
  return `cannot be started (${code})`;
}
