/** The text without these signs at its end. Linear, which `/[...]+$/` is not: it starts anew at each sign. */
export function trimEndSigns(text: string, signs: string): string {
  let end = text.length;
  while (end > 0 && signs.includes(text[end - 1] ?? "")) end -= 1;
  return text.slice(0, end);
}

/** The text without these signs at either end. */
export function trimSigns(text: string, signs: string): string {
  let from = 0;
  while (from < text.length && signs.includes(text[from] ?? "")) from += 1;
  return trimEndSigns(text.slice(from), signs);
}
