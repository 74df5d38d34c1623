import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { corpusFolder } from "./corpus-file.ts";
import type { Score } from "./suite.ts";

export interface Floor {
  /** Of the cases, at least. */
  readonly share: number;
  /** Of the answers given, at most. */
  readonly wrongShare: number;
}

export type Floors = Readonly<Record<string, Floor>>;

const file = join(corpusFolder, "floor.json");

/** The figures nothing may fall under. */
export function readFloors(): Floors {
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Floors) : {};
}

/** One line per suite, so that two people who raise different floors do not meet. */
export function writeFloors(floors: Floors): void {
  const lines = Object.keys(floors)
    .sort()
    .map((name) => `  ${JSON.stringify(name)}: ${JSON.stringify(floors[name])}`);
  writeFileSync(file, `{\n${lines.join(",\n")}\n}\n`);
}

/** What is worse than it was, as a sentence; undefined when nothing is. A suite without a floor cannot fail. */
export function underFloor(score: Score, floors: Floors): string | undefined {
  const floor = floors[score.suite];
  if (!floor) return undefined;
  if (rounded(score.share) < floor.share)
    return `${score.suite}: ${percent(score.share)} right, the floor is ${percent(floor.share)}.`;
  return rounded(score.wrongShare) > floor.wrongShare
    ? `${score.suite}: ${percent(score.wrongShare)} of the answers are wrong, the floor is ${percent(floor.wrongShare)}.`
    : undefined;
}

/** The better of the old floor and the new figure; with `force` the new figure, whatever it is. */
export function raised(floors: Floors, scores: readonly Score[], force: boolean): Floors {
  const next: Record<string, Floor> = { ...floors };
  for (const score of scores) {
    const now = { share: rounded(score.share), wrongShare: rounded(score.wrongShare) };
    const before = force ? undefined : floors[score.suite];
    next[score.suite] = before
      ? { share: Math.max(before.share, now.share), wrongShare: Math.min(before.wrongShare, now.wrongShare) }
      : now;
  }
  return next;
}

const rounded = (share: number): number => Math.round(share * 10_000) / 10_000;
const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
