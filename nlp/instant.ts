import { instantOfWall, wallFromText } from "../core/kernel/wall-time.ts";

/** Epoch ms of an ISO instant, or of a wall time in `timeZone` when it names no offset. Throws on anything else. */
export function instantFromText(text: string, timeZone: string): number {
  const wall = wallFromText(text.replace(/\.\d{1,6}$/, ""));
  const at = wall === undefined ? Date.parse(text) : instantOfWall(wall, timeZone);
  if (Number.isNaN(at)) throw new RangeError(`"${text}" is no instant; expected something like 2026-11-21T10:15:00Z.`);
  return at;
}
