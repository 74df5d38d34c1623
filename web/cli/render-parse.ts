import type { Frame } from "../../core/model/frame.ts";
import type { Reading } from "../../nlp/explain/explain-reading.ts";

/** The sentence with its understood parts underlined, the frame, and why it was read so and not otherwise. */
export function renderParse(text: string, frame: Frame, reading: Reading): string {
  const marks = [...text].map(() => " ");
  for (const { start, end } of frame.spans) for (let at = start; at < end; at += 1) marks[at] = "~";
  const slots = reading.parts.map((part) => `  ${part.slot}: ${part.text}`);
  const { spans: _shown, ...rest } = frame;
  const others = reading.alternatives.map((one) => `  ${one.score.toFixed(2)}  ${one.meaning}`);
  return [
    text,
    marks.join("").trimEnd(),
    ...slots,
    ...(reading.kept.length > 0 ? [`  from the thread: ${reading.kept.join(", ")}`] : []),
    JSON.stringify(rest, null, 2),
    `Read as: ${reading.meaning} (score ${reading.score.toFixed(2)})`,
    reading.why,
    ...(others.length > 0 ? ["Not taken:", ...others] : []),
    ...reading.assumed.map((one) => `Assumed: ${one}`),
  ].join("\n");
}
