import type { Frame } from "../../core/model/frame.ts";

/** The sentence with its understood parts underlined, then the frame. */
export function renderParse(text: string, { frame }: { readonly frame: Frame }): string {
  const marks = [...text].map(() => " ");
  for (const { start, end } of frame.spans) for (let at = start; at < end; at += 1) marks[at] = "~";
  const slots = [...frame.spans]
    .sort((a, b) => a.start - b.start)
    .map(({ start, end, slot }) => `  ${slot}: ${text.slice(start, end)}`);
  const { spans: _shown, ...rest } = frame;
  return [text, marks.join("").trimEnd(), ...slots, JSON.stringify(rest, null, 2)].join("\n");
}
