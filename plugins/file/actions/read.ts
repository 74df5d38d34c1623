import type { ActionResponse } from "../../../core/model/action-response.ts";
import { cleanLine, failure, stripControls } from "../../../core/plugin-api/answers.ts";
import type { ActionHandler } from "../../../core/plugin-api/define-plugin.ts";
import { countOf, describeBytes } from "../../../core/plugin-api/human-units.ts";
import { openTextFile, readAt } from "../open-text-file.ts";
import { cutAtCharacter, isBinary, linesOf } from "../text-of.ts";

/** What an answer can carry; larger files are for file.tail. */
const LIMIT_BYTES = 64 * 1024;
const ROWS = 100;

/** file.read: the content, or its beginning with a clear note. */
export const fileRead: ActionHandler = async ({ params }) => {
  const { path } = params as { path: string };
  const opened = await openTextFile(path);
  if (!opened.ok) return failure(opened.problem);
  try {
    const bytes = await readAt(opened.file, 0, LIMIT_BYTES + 1);
    const { size, mtimeMs } = opened.stats;
    return answer(path, bytes, { sizeBytes: Math.max(size, bytes.length), modifiedAt: Math.round(mtimeMs) });
  } finally {
    await opened.file.close();
  }
};

function answer(path: string, bytes: Buffer, facts: { sizeBytes: number; modifiedAt: number }): ActionResponse {
  const size = describeBytes(facts.sizeBytes);
  if (isBinary(bytes)) {
    const data = { path, content: "", ...facts, lineCount: 0, truncated: false, binary: true };
    return { ok: true, headline: `${path} is no text (${size})`, data };
  }
  const truncated = bytes.length > LIMIT_BYTES;
  const content = stripControls(cutAtCharacter(bytes, LIMIT_BYTES).toString("utf8"));
  const lines = linesOf(content);
  const count = countOf(lines.length, "line");
  const shown = lines.length > ROWS ? `; the first ${ROWS} lines are shown` : "";
  const headline = truncated
    ? `${path}: only the first ${describeBytes(LIMIT_BYTES)} of ${size} (${count})${shown}`
    : `${path}: ${lines.length === 0 ? "empty" : `${count}, ${size}${shown}`}`;
  return {
    ok: true,
    headline,
    data: { path, content, ...facts, lineCount: lines.length, truncated, binary: false },
    table: { columns: ["Line", "Text"], rows: lines.slice(0, ROWS).map((line, at) => [at + 1, cleanLine(line)]) },
  };
}
