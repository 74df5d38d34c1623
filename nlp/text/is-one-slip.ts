/** One letter left out, added, changed, or swapped with its neighbour. */
export function isOneSlip(said: string, meant: string): boolean {
  if (said === meant || Math.abs(said.length - meant.length) > 1) return false;
  let from = 0;
  while (from < said.length && said[from] === meant[from]) from += 1;
  const [rest, wanted] = [said.slice(from), meant.slice(from)];
  if (rest.length !== wanted.length)
    return rest.length > wanted.length ? rest.slice(1) === wanted : rest === wanted.slice(1);
  const swapped = rest[0] === wanted[1] && rest[1] === wanted[0] && rest.slice(2) === wanted.slice(2);
  return swapped || rest.slice(1) === wanted.slice(1);
}
