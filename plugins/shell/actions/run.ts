import { cleanLine, lastingFailure } from "../../../core/plugin-api/answers.ts";
import type { ActionHandler } from "../../../core/plugin-api/define-plugin.ts";
import { runProgram } from "../../../core/plugin-api/run-program.ts";

/** shell.run: the one action in which a text is read by a shell. The machine's own policy has to allow it. */
export const shellRun: ActionHandler = async (context) => {
  const { command } = context.params as { command: string };
  if (process.platform === "win32") return lastingFailure("missing", "not available here: this machine has no /bin/sh");
  const title = `"${cleanLine(command, 80)}"`;
  return runProgram({ file: "/bin/sh", args: ["-c", command], title, facts: { command } }, context);
};
