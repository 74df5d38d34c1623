import type { ActionResponse } from "../../core/model/action-response.ts";
import { cleanLine, failure, lastingFailure } from "../../core/plugin-api/answers.ts";
import type { ToolResult } from "../../core/plugin-api/run-tool.ts";

const LOCKED = /could not get lock|unable to (acquire|lock)|another app is currently holding|database is locked/i;

/** Why the manager did not do it, as a sentence. A lock of another program passes: it is not a lasting failure. */
export function describeFailure(what: string, manager: string, result: ToolResult): ActionResponse {
  if (result.kind === "not-started") return lastingFailure("missing", `${manager} cannot be started (${result.code})`);
  const lines = `${result.stderr}\n${result.stdout}`.split("\n").filter((line) => line.trim() !== "");
  const locked = lines.find((line) => LOCKED.test(line));
  if (locked !== undefined) {
    const holder = /held by process \d+ \([^)]{1,40}\)/.exec(lines.join("\n"))?.[0];
    const who = holder === undefined ? "" : ` (${holder})`;
    const sentence = `${what} failed: another program uses the package database${who}; try again when it has ended`;
    return failure(cleanLine(sentence), { manager });
  }
  const unknown = lines.find((line) => /^E: (Unable to locate package|Package '.+' has no installation)/.test(line));
  if (unknown !== undefined) return lastingFailure("missing", `${what} failed: ${cleanLine(unknown.slice(3))}`);
  const reason = lines.find((line) => /^(E:|Error)/.test(line)) ?? lines[0] ?? `exit code ${result.exitCode}`;
  return failure(`${what} failed: ${cleanLine(reason, 300)}`, { manager });
}
