import { cleanLine, currentUser } from "../../core/plugin-api/answers.ts";
import type { ToolResult } from "../../core/plugin-api/run-tool.ts";

/** Why the manager did not do it, as a sentence. Missing rights are named as such: they are the usual reason. */
export function describeRefusal(result: ToolResult, what: string, service: string): string {
  if (result.kind === "not-started")
    return `not available here: the program for services cannot be started (${result.code})`;
  const text = `${result.stderr}\n${result.stdout}`;
  if (/access denied|permission denied|authentication required|not permitted|must be (super-?user|root)/i.test(text)) {
    return `${what} ${service} was refused: actions run as ${currentUser()} here, who may not manage services`;
  }
  const reason = text.split("\n").find((line) => line.trim() !== "");
  return `${what} ${service} failed: ${cleanLine(reason ?? `exit code ${result.exitCode}`, 300)}`;
}
