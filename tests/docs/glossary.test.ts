import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));
const FOLDERS = ["core", "nlp", "bot", "agent", "web", "plugins"];
/** Words that docs/glossary.md rules out, as parts of identifiers. */
const RULED_OUT = /(?:^|[a-z])(?:Job|Worker|Helper|Util|Impl)(?:[A-Z]|s?$)|^(?:job|worker|helper|util)s?(?:[A-Z]|$)/;

function sources(): readonly { readonly file: string; readonly text: string }[] {
  return FOLDERS.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((name) => /\.tsx?$/.test(name))
      .map((name) => ({ file: `${folder}/${name}`, text: readFileSync(join(root, folder, name), "utf8") })),
  );
}

/** Names that are declared, without strings and comments. */
function declaredNames(text: string): readonly string[] {
  const code = text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, "");
  return [...code.matchAll(/\b(?:const|let|function|class|interface|type)\s+([A-Za-z_$][\w$]*)/g)].map(
    ([, name]) => name ?? "",
  );
}

describe("names in the source", () => {
  it("use the words of the glossary and none that it rules out", () => {
    const found = sources().flatMap(({ file, text }) =>
      declaredNames(text)
        .filter((name) => RULED_OUT.test(name))
        .map((name) => `${file}: ${name}`),
    );
    expect(found).toEqual([]);
  });

  it("files are small: none over 400 lines, half of them at most 90", () => {
    const lengths = sources()
      .map(({ text }) => text.split("\n").length)
      .sort((a, b) => a - b);
    expect(lengths.at(-1)).toBeLessThanOrEqual(400);
    expect(lengths[Math.floor(lengths.length / 2)]).toBeLessThanOrEqual(90);
  });
});
