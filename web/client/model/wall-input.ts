import { instantOfWall, wallFromText, wallMsAt, wallText } from "../../../core/kernel/wall-time.ts";

/** The instant that a date-and-time input means in the person's zone; undefined for none. */
export function instantFrom(input: string, timeZone: string): number | undefined {
  const wall = input === "" ? undefined : wallFromText(input);
  return wall === undefined ? undefined : instantOfWall(wall, timeZone);
}

/** What a date-and-time input shows for an instant, to the minute. */
export function wallInput(at: number, timeZone: string): string {
  return wallText(wallMsAt(at, timeZone)).slice(0, 16);
}
