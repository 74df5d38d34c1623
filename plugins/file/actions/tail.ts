import type { ActionResponse } from "../../../core/model/action-response.ts";
import { cleanLine, failure } from "../../../core/plugin-api/answers.ts";
import type { ActionHandler } from "../../../core/plugin-api/define-plugin.ts";
import { countOf, describeBytes } from "../../../core/plugin-api/human-units.ts";
import { openTextFile, readAt } from "../open-text-file.ts";
import { readLastLines } from "../read-last-lines.ts";

const DEFAULT_LINES = 10;
/** How far back a text is looked for. */
const SEARCH_BYTES = 64 * 1024 * 1024;
const ROWS = 100;
const LINE_LENGTH = 1000;
/** What an answer can carry, with room for escapes. */
const ANSWER_BYTES = 64 * 1024;
/** Files of the kernel have no size but a content. */
const SIZELESS_BYTES = 256 * 1024;

interface Params {
  readonly path: string;
  readonly lines?: number;
  readonly grep?: string;
}

/** file.tail: the last lines, or the last ones that contain a text. */
export const fileTail: ActionHandler = async ({ params }) => {
  const wanted = params as unknown as Params;
  const opened = await openTextFile(wanted.path);
  if (!opened.ok) return failure(opened.problem);
  const { file, stats } = opened;
  try {
    const whole = stats.size === 0 ? await readAt(file, 0, SIZELESS_BYTES) : undefined;
    const read = whole
      ? async (position: number, length: number) => whole.subarray(position, position + length)
      : (position: number, length: number) => readAt(file, position, length);
    const sizeBytes = whole?.length ?? stats.size;
    const text = wanted.grep?.toLowerCase();
    const found = await readLastLines(read, sizeBytes, {
      count: wanted.lines ?? DEFAULT_LINES,
      limitBytes: SEARCH_BYTES,
      ...(text === undefined ? {} : { accepts: (line) => line.toLowerCase().includes(text) }),
    });
    return answer(wanted, found, { sizeBytes, modifiedAt: Math.round(stats.mtimeMs) });
  } finally {
    await file.close();
  }
};

function answer(
  { path, grep }: Params,
  found: Awaited<ReturnType<typeof readLastLines>>,
  facts: { readonly sizeBytes: number; readonly modifiedAt: number },
): ActionResponse {
  const { searchedBytes, complete } = found;
  const lines = newestWithin(
    found.lines.map((line) => cleanLine(line, LINE_LENGTH)),
    ANSWER_BYTES,
  );
  const left = found.lines.length - lines.length;
  const notes = [
    ...(left > 0 ? [`${left} older ones left out, they are too long`] : []),
    ...(complete ? [] : [`only the last ${describeBytes(searchedBytes)} were searched`]),
    ...(lines.length > ROWS ? [`the last ${ROWS} are shown`] : []),
  ];
  const note = notes.length > 0 ? `; ${notes.join("; ")}` : "";
  return {
    ok: true,
    headline: `${headline(path, grep, lines.length, facts.sizeBytes)}${note}`,
    data: { path, lines, ...facts, searchedBytes, complete, matches: found.lines.length },
    table: { columns: ["Text"], rows: lines.slice(-ROWS).map((line) => [line]) },
  };
}

function headline(path: string, grep: string | undefined, count: number, sizeBytes: number): string {
  if (grep !== undefined && count === 0) return `no line of ${path} contains "${grep}"`;
  if (grep !== undefined) return `the last ${countOf(count, "line")} of ${path} with "${grep}"`;
  if (count === 0) return `${path} is empty`;
  return `the last ${countOf(count, "line")} of ${path} (${describeBytes(sizeBytes)})`;
}

function newestWithin(lines: readonly string[], limitBytes: number): readonly string[] {
  let bytes = 0;
  let first = lines.length;
  while (first > 0) {
    bytes += Buffer.byteLength(lines[first - 1] ?? "") + 1;
    if (bytes > limitBytes) break;
    first -= 1;
  }
  return lines.slice(first);
}
