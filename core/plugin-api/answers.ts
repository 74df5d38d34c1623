import { userInfo } from "node:os";
import type { JsonObject } from "../kernel/json.ts";
import type { ActionResponse } from "../model/action-response.ts";

const HEADLINE_LENGTH = 500;

/** An action that could not do its work; the sentence says what was wrong and, where it helps, what to do. */
export function failure(sentence: string, data: JsonObject = {}): ActionResponse {
  return { ok: false, headline: cleanLine(sentence, HEADLINE_LENGTH), data };
}

/** Why the same would end the same: wrong values, not allowed, or something the machine does not have. */
const LASTING = ["arguments", "refused", "missing"] as const;

/** As `failure`, where trying again cannot help: retries that are left are not used. It says so in `data.failure`. */
export function lastingFailure(kind: (typeof LASTING)[number], sentence: string): ActionResponse {
  return failure(sentence, { failure: kind });
}

/** Whether an action said that trying again cannot help. Executable plugins say it in the same field. */
export function isLasting(response: ActionResponse | undefined): boolean {
  const kind = response?.data["failure"];
  return response?.ok === false && LASTING.some((one) => one === kind);
}

/** A file that could not be used: what it lacks does not come by itself, but for a missing file or a full disk. */
export function fileFailure(error: unknown, path: string): ActionResponse {
  const sentence = describeFileError(error, path);
  const { code = "" } = error as NodeJS.ErrnoException;
  if (code === "EACCES" || code === "EPERM" || code === "EROFS") return lastingFailure("refused", sentence);
  return code === "EISDIR" || code === "ENAMETOOLONG" ? lastingFailure("arguments", sentence) : failure(sentence);
}

/** One printable line of foreign text: controls are dropped, a tab is a space, what is too long ends in "...". */
export function cleanLine(text: string, maxLength = 300): string {
  const line = stripControls(text).replaceAll(/[\n\t]+/g, " ");
  return line.length > maxLength ? `${line.slice(0, maxLength - 3)}...` : line;
}

/** Foreign text without terminal sequences and control characters, but with its line ends and tabs. */
export function stripControls(text: string): string {
  return text
    .replaceAll(/\u001b\[[0-9;?]*[ -/]*[@-~]/g, "")
    .replaceAll(/\r\n?/g, "\n")
    .replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, "");
}

/** Why a file could not be used, as the end of a sentence about it. */
export function describeFileError(error: unknown, path: string): string {
  const { code, message } = error as NodeJS.ErrnoException;
  switch (code) {
    case "ENOENT":
    case "ENOTDIR":
      return `there is no ${path}`;
    case "EACCES":
    case "EPERM":
      return `${path} may not be used by ${currentUser()}, as whom actions run here`;
    case "EISDIR":
      return `${path} is a folder`;
    case "ENOSPC":
      return `there is no space left for ${path}`;
    case "EFBIG":
      return `${path} would be larger than any file that an action may write here ("limits" in the agent's policy.json)`;
    case "EROFS":
      return `${path} is on a read-only file system`;
    case "ENAMETOOLONG":
      return `the name ${path} is too long`;
    default:
      return `${path} cannot be used (${code ?? message})`;
  }
}

/** As whom this process runs: "nobody", or "uid 4711" where the machine has no name for it. */
export function currentUser(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.geteuid?.() ?? "unknown"}`;
  }
}
