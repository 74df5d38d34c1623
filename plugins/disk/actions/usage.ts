import { fileFailure, lastingFailure } from "../../../core/plugin-api/answers.ts";
import type { ActionHandler } from "../../../core/plugin-api/define-plugin.ts";
import { answerUsage } from "../answer-usage.ts";
import { readFileSystemOf, readFileSystems } from "../read-file-systems.ts";

const DEFAULT_THRESHOLD_PCT = 80;

/** disk.usage: every file system, or the one that `path` lives on. */
export const diskUsage: ActionHandler = async ({ params, signal }) => {
  const { path, thresholdPct } = params as { path?: string; thresholdPct?: number };
  try {
    const found = await (path === undefined ? readFileSystems(signal) : readFileSystemOf(path, signal));
    if (!found) return lastingFailure("missing", "not available here: this machine has neither /proc nor df");
    const { silent } = found;
    return answerUsage(found.fileSystems, { path, silent, thresholdPct: thresholdPct ?? DEFAULT_THRESHOLD_PCT });
  } catch (error) {
    return fileFailure(error, path ?? "/proc");
  }
};
