/** How much room the disk with the data folder has left. */
export type SpaceLevel = "ample" | "low" | "scarce" | "full";

const MIB = 1024 * 1024;
/** Below this the light is yellow. */
const LOW_BYTES = 1024 * MIB;
/** Below this even results may soon not be stored any more: the ballast goes. */
const FULL_BYTES = 32 * MIB;

/** `scarceMiB`: below it new work is refused (a setting); 0 never refuses. A refusal ends only when there is a tenth more. */
export function spaceLevel(freeBytes: number, scarceMiB: number, before: SpaceLevel = "ample"): SpaceLevel {
  if (scarceMiB === 0) return "ample";
  if (freeBytes < FULL_BYTES) return "full";
  const wasScarce = before === "scarce" || before === "full";
  if (freeBytes < scarceMiB * MIB * (wasScarce ? 1.1 : 1)) return "scarce";
  return freeBytes < Math.max(LOW_BYTES, scarceMiB * MIB * 1.1) ? "low" : "ample";
}

/** For a person: what is wrong, what that means, what to do. Undefined while there is room. */
export function saySpace(level: SpaceLevel, freeBytes: number, scarceMiB: number): string | undefined {
  if (level === "ample") return undefined;
  const free = `only ${Math.floor(freeBytes / MIB)} MiB are free on the disk with the data folder`;
  const fullMiB = FULL_BYTES / MIB;
  if (level === "low") return `${free}; below ${Math.max(scarceMiB, fullMiB)} MiB new work is refused`;
  const needed = Math.max(Math.ceil(scarceMiB * 1.1), fullMiB);
  return `${free}: new work is refused and schedules wait until there are ${needed} MiB; what runs goes on`;
}
