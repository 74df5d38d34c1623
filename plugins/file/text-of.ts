/** How much of a file decides whether it is text. */
const SNIFF_BYTES = 8192;

/** Text has no NUL and hardly any other control characters. */
export function isBinary(bytes: Buffer): boolean {
  const start = bytes.subarray(0, SNIFF_BYTES);
  if (start.includes(0)) return true;
  let controls = 0;
  for (const byte of start) if (byte < 32 && byte !== 9 && byte !== 10 && byte !== 13 && byte !== 27) controls += 1;
  return controls * 20 > start.length;
}

/** The longest beginning of at most `limit` bytes that does not end within a character. */
export function cutAtCharacter(bytes: Buffer, limit: number): Buffer {
  if (bytes.length <= limit) return bytes;
  let end = limit;
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return bytes.subarray(0, end);
}

/** Lines of a text; a line end at the very end opens no further line. */
export function linesOf(text: string): readonly string[] {
  if (text === "") return [];
  const lines = text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  return lines;
}
