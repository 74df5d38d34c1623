const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Extended_Pictographic}/u;
const COMBINING = /\p{Mark}/u;

/** Columns that a text takes in a terminal: marks none, East Asian characters and pictures two. */
export function textWidth(text: string): number {
  let width = 0;
  for (const point of text) {
    if (COMBINING.test(point)) continue;
    width += WIDE.test(point) ? 2 : 1;
  }
  return width;
}
