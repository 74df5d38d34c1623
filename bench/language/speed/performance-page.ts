/** The heading of the part of docs/performance.md that `npm run bench:language -- --write` keeps. */
export const SPEED_HEADING = "## Reading a sentence";
/** It stands before this one. */
const NEXT = "## What the machine can do";

/** The part of the page about the speed of reading, as it stands there. */
export function speedOf(page: string): string | undefined {
  const place = placeOf(page);
  return place && page.slice(place.from, place.to).trim();
}

/** The page with this part in the place of the one before. */
export function withSpeed(page: string, part: string): string {
  const next = page.indexOf(`\n${NEXT}`);
  const end = next < 0 ? page.length : next + 1;
  const { from, to } = placeOf(page) ?? { from: end, to: end };
  return `${page.slice(0, from)}${part.trim()}\n\n${page.slice(to)}`;
}

function placeOf(page: string): { readonly from: number; readonly to: number } | undefined {
  const at = page.indexOf(`\n${SPEED_HEADING}\n`);
  if (at < 0) return undefined;
  const next = page.indexOf("\n## ", at + 1);
  return { from: at + 1, to: next < 0 ? page.length : next + 1 };
}
