import { stat } from "node:fs/promises";
import { basename } from "node:path";
import { fileFailure, lastingFailure } from "../../../core/plugin-api/answers.ts";
import type { ActionHandler } from "../../../core/plugin-api/define-plugin.ts";
import { runProgram } from "../../../core/plugin-api/run-program.ts";

/** script.run: the file itself is started, with exactly these arguments and no shell between. */
export const scriptRun: ActionHandler = async (context) => {
  const { path, args = [] } = context.params as { path: string; args?: readonly string[] };
  const unusable = await stat(path).then(
    (found) => (found.isFile() ? undefined : lastingFailure("arguments", `${path} is no file`)),
    (error: unknown) => fileFailure(error, path),
  );
  if (unusable) return unusable;
  return runProgram({ file: path, args, title: basename(path), facts: { path, args } }, context);
};
