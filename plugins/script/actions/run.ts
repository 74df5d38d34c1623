import { stat } from "node:fs/promises";
import { basename } from "node:path";
import { describeFileError, failure } from "../../../core/plugin-api/answers.ts";
import type { ActionHandler } from "../../../core/plugin-api/define-plugin.ts";
import { runProgram } from "../../../core/plugin-api/run-program.ts";

/** script.run: the file itself is started, with exactly these arguments and no shell between. */
export const scriptRun: ActionHandler = async (context) => {
  const { path, args = [] } = context.params as { path: string; args?: readonly string[] };
  const problem = await stat(path).then(
    (found) => (found.isFile() ? undefined : `${path} is no file`),
    (error: unknown) => describeFileError(error, path),
  );
  if (problem !== undefined) return failure(problem);
  return runProgram({ file: path, args, title: basename(path), facts: { path, args } }, context);
};
