import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import ts from "typescript";

const root = join(import.meta.dirname, "../..");
const FOLDERS = ["nlp", "bot", "core", "agent", "plugins", "web"];

export interface PatternSource {
  /** As written: "/a+/i". */
  readonly literal: string;
  readonly files: readonly string[];
}

/** Every regular expression written in the product, with the files it stands in. */
export function patternSources(): readonly PatternSource[] {
  const found = new Map<string, Set<string>>();
  for (const file of FOLDERS.flatMap((folder) => filesUnder(join(root, folder)))) {
    for (const literal of literalsIn(file))
      found.set(literal, (found.get(literal) ?? new Set()).add(relative(root, file)));
  }
  return [...found].map(([literal, files]) => ({ literal, files: [...files].sort() }));
}

function filesUnder(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === "node_modules" || entry.name === "dist" ? [] : filesUnder(path);
    return /\.(?:ts|tsx|mjs|js)$/.test(entry.name) ? [path] : [];
  });
}

function literalsIn(file: string): readonly string[] {
  const literals: string[] = [];
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true);
  const visit = (node: ts.Node): void => {
    if (node.kind === ts.SyntaxKind.RegularExpressionLiteral) literals.push(node.getText(source));
    const built = ts.isNewExpression(node) || ts.isCallExpression(node) ? node : undefined;
    if (built?.expression.getText(source) === "RegExp") literals.push(`built: ${built.getText(source)}`);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return literals;
}
