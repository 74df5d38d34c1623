import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { ERROR_CODES } from "../../core/kernel/error-codes.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const page = readFileSync(join(root, "docs/errors.md"), "utf8");

/** The table of docs/errors.md, as the catalogue has it. */
function expectedRows(): readonly string[] {
  return Object.entries(ERROR_CODES).map(
    ([code, { status, retryable, title }]) => `| ${code} | ${status} | ${retryable ? "yes" : "no"} | ${title} |`,
  );
}

function sourcesIn(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !name.includes("node_modules"))
    .map((name) => readFileSync(join(root, folder, name), "utf8"));
}

describe("docs/errors.md", () => {
  it("lists exactly the codes of the catalogue, with status and meaning", () => {
    expect(page.split("\n").filter((line) => /^\| [a-z]+\./.test(line))).toEqual(expectedRows());
  });

  it("has no code that nothing can produce", () => {
    const source = ["core", "agent", "bot", "web"]
      .flatMap(sourcesIn)
      .filter((text) => !text.includes("ERROR_CODES = {"));
    const unused = Object.keys(ERROR_CODES).filter((code) => !source.some((text) => text.includes(`"${code}"`)));
    expect(unused).toEqual([]);
  });
});
