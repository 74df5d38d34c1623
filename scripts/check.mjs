// Quick feedback: formatting and lint, types, folder rules, dead code, unit tests. Stops at nothing, reports everything.
import { spawnSync } from "node:child_process";
import { checkNode, ensureInstalled, root } from "./prepare.mjs";

checkNode();
ensureInstalled();

const withTests = !process.argv.includes("--static");
const STEPS = [
  ["format and lint", "biome", ["ci", "."]],
  ["types", "tsc", ["--noEmit", "-p", "."]],
  ["types of the browser console", "tsc", ["--noEmit", "-p", "web/client"]],
  ["folder rules", "depcruise", ["core", "nlp", "bot", "agent", "web", "plugins", "tests"]],
  ["dead code", "knip", []],
  ...(withTests ? [["unit tests", "vitest", ["run", "tests/unit", "tests/docs"]]] : []),
];

let failed = 0;
for (const [name, command, args] of STEPS) {
  const startedAt = Date.now();
  const result = spawnSync(`node_modules/.bin/${command}`, args, {
    cwd: root,
    encoding: "utf8",
    shell: process.platform === "win32",
  });
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
  const ok = result.status === 0;
  process.stdout.write(`${ok ? "ok    " : "FAILED"} ${name} (${seconds} s)\n`);
  if (ok) continue;
  failed += 1;
  process.stdout.write(`${result.stdout ?? ""}${result.stderr ?? ""}${result.error?.message ?? ""}\n`);
}
process.exit(failed === 0 ? 0 : 1);
