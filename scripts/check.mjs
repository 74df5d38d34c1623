// Quick feedback: formatting and lint, types, folder rules, dead code, unit tests. Stops at nothing, reports everything.
import { spawn } from "node:child_process";
import { checkNode, ensureInstalled, root } from "./prepare.mjs";

checkNode();
ensureInstalled();

const withTests = !process.argv.includes("--static");
/** The compiler compares the content of every file with what it remembers, so that nothing changed is passed over. */
const remembering = (name) => [
  "--noEmit",
  "--incremental",
  "--tsBuildInfoFile",
  `node_modules/.cache/tsc/${name}.json`,
];
const STATIC = [
  ["types", "tsc", [...remembering("main"), "-p", "."]],
  ["format and lint", "biome", ["ci", "--colors=off", "."]],
  ["types of the browser console", "tsc", [...remembering("console"), "-p", "web/client"]],
  ["folder rules", "depcruise", ["core", "nlp", "bot", "agent", "web", "plugins", "tests"]],
  ["dead code", "knip", []],
];
/** Measures and searches of many seconds: `npm test` runs them, quick feedback does not wait for them. */
const SLOW = ["nlp/fuzz", "nlp/language-floors", "nlp/describe-round-trip", "patterns", "core/schedules/clock-changes"];
const leftOut = SLOW.map((name) => `--exclude=tests/unit/${name}.test.ts`);
const TESTS = ["unit tests", "vitest", ["run", "--maxWorkers=2", ...leftOut, "tests/unit", "tests/docs"]];

/** Output only of what failed: twenty lines of success hide one of failure. */
async function run([name, command, args]) {
  const startedAt = Date.now();
  const child = spawn(`node_modules/.bin/${command}`, args, {
    cwd: root,
    env: { ...process.env, NO_COLOR: "1" },
    shell: process.platform === "win32",
  });
  let output = "";
  const keep = (chunk) => {
    output += chunk;
  };
  child.stdout.on("data", keep);
  child.stderr.on("data", keep);
  const code = await new Promise((resolve) => {
    child.once("error", (error) => {
      output += error.message;
      resolve(1);
    });
    child.once("close", resolve);
  });
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
  process.stdout.write(
    `${code === 0 ? "ok    " : "FAILED"} ${name} (${seconds} s)\n${code === 0 ? "" : `${output}\n`}`,
  );
  return code === 0;
}

/** Two at a time: the type check keeps one core busy while the others take turns. */
async function runAll(steps) {
  const waiting = [...steps];
  const results = [];
  const lane = async () => {
    for (let step = waiting.shift(); step; step = waiting.shift()) results.push(await run(step));
  };
  await Promise.all([lane(), lane()]);
  return results.every(Boolean);
}

const clean = await runAll(STATIC);
const passed = withTests ? await run(TESTS) : true;
process.exit(clean && passed ? 0 : 1);
