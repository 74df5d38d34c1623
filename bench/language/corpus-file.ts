import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** npm and vitest both start in the top folder, and a bundle has no folder of its own to start from. */
export const corpusFolder = join(process.cwd(), "tests/corpus");

/** One JSON file under tests/corpus. */
export function readJson<Value>(...path: readonly string[]): Value {
  return JSON.parse(readFileSync(join(corpusFolder, ...path), "utf8")) as Value;
}

/** A text file under tests/corpus. */
export const corpusText = (...path: readonly string[]): string => readFileSync(join(corpusFolder, ...path), "utf8");

/** One JSON value per line under tests/corpus. */
export function readLines<Value>(...path: readonly string[]): readonly Value[] {
  const lines = readFileSync(join(corpusFolder, ...path), "utf8").split("\n");
  return lines.filter((line) => line.trim() !== "").map((line) => JSON.parse(line) as Value);
}

/** Names of the files of a folder under tests/corpus with this ending, sorted; none where there is no such folder. */
export function filesIn(folder: string, ending: string): readonly string[] {
  const path = join(corpusFolder, folder);
  return existsSync(path)
    ? readdirSync(path)
        .filter((name) => name.endsWith(ending))
        .sort()
    : [];
}
