// npm run reliability: runs every test whose title names a fault (F01) or a promise (P1) and writes docs/reliability.md.
// --nightly: the larger sizes. --without=TEXT: leaves out files whose path contains the text; the page says so.
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join, relative } from "node:path";
import { checkNode, ensureBuilt, ensureInstalled, root } from "./prepare.mjs";
import { FAULTS, PROMISES } from "./reliability-catalogue.mjs";

const nightly = process.argv.includes("--nightly");
const without = process.argv.filter((one) => one.startsWith("--without=")).map((one) => one.slice("--without=".length));
/** In titles; S01 and the like are of the other catalogue. */
const IDS = /\b(?:F\d\d|P(?:1\d|2[0-2]|[1-9]))\b/g;
const TITLE =
  /\b(?:it|test|describe)(?:\.each)?(?:<[^>]*>)?\(\s*(?:(?:\[[\s\S]*?\]|\w+\([^()]*\)),?\s*\)\(\s*)?["'`]([^"'`]*)["'`]/g;

checkNode();
ensureInstalled();
await ensureBuilt();
const files = testFiles().filter((file) => idsIn(titlesIn(file)).length > 0);
const left = files.filter((file) => without.some((part) => file.includes(part)));
const results = runTests(files.filter((file) => !left.includes(file)));
writeFileSync(join(root, "docs/reliability.md"), page(results, left));
const failed = results.filter((one) => one.status === "failed");
process.stdout.write(`${results.length} tests, ${failed.length} failed; docs/reliability.md is written\n`);
process.exit(failed.length === 0 ? 0 : 1);

function testFiles() {
  const found = readdirSync(join(root, "tests"), { recursive: true }).map((name) => join("tests", name));
  return found.filter((name) => name.endsWith(".test.ts")).sort();
}

function titlesIn(file) {
  return [...readFileSync(join(root, file), "utf8").matchAll(TITLE)].map(([, title]) => title).join(" ");
}

function idsIn(title) {
  return [...new Set(title.match(IDS) ?? [])];
}

/** Each test whose full title carries an id: { ids, title, file, status, ms }. */
function runTests(chosen) {
  const report = join(root, "test-results", "reliability.json");
  mkdirSync(join(root, "test-results"), { recursive: true });
  const args = [
    "run",
    ...chosen,
    "-t",
    IDS.source,
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${report}`,
  ];
  spawnSync(join(root, "node_modules/.bin/vitest"), args, {
    cwd: root,
    stdio: "inherit",
    env: { ...process.env, ...(nightly ? { OCTOPUS_TEST_TIER: "nightly" } : {}) },
  });
  return JSON.parse(readFileSync(report, "utf8")).testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.flatMap(({ fullName, status, duration }) => {
      const ids = idsIn(fullName);
      if (ids.length === 0 || !["passed", "failed"].includes(status)) return [];
      return [{ ids, title: bare(fullName), file: relative(root, name), status, ms: duration ?? 0 }];
    }),
  );
}

/** The sentence without its ids. */
function bare(title) {
  return title
    .replace(/(?:\b(?:F\d\d|P\d{1,2})\b[,\s]*)+:?\s*/g, "")
    .replaceAll("|", "\\|")
    .trim();
}

function page(tests, leftOut) {
  const date = new Date().toISOString().slice(0, 10);
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const passed = tests.filter((one) => one.status === "passed").length;
  const machine = `Node ${process.versions.node}, ${cpus().length} processors`;
  return `# Reliability

Written by \`npm run reliability\`, which runs every test that names a fault or a promise in its title. Octopus ${version},
${date}, ${machine}${nightly ? ", at the nightly sizes" : ""}: ${passed} of ${tests.length} such tests passed.${leftOutWords(leftOut)}

## Faults

| id | what goes wrong | size | tests | result | seconds |
| --- | --- | --- | --- | --- | --- |
${Object.entries(FAULTS)
  .map(([id, fault]) => faultLine(id, fault, tests, leftOut))
  .join("\n")}

## Promises

${Object.entries(PROMISES)
  .map(([id, sentence]) => promiseSection(id, sentence, tests))
  .join("\n\n")}
`;
}

function leftOutWords(leftOut) {
  return leftOut.length === 0 ? "" : `\nNot run this time: ${leftOut.map((file) => `\`${file}\``).join(", ")}.`;
}

function faultLine(id, [what, usual, large], tests, leftOut) {
  const partly = leftOut.some((file) => idsIn(titlesIn(file)).includes(id)) ? "only a part of: " : "";
  const mine = tests.filter((one) => one.ids.includes(id));
  if (mine.length === 0) return `| ${id} | ${what} | | 0 | not proved yet | |`;
  const failures = mine.filter((one) => one.status === "failed").length;
  const result = failures === 0 ? "passed" : `**${failures} failed**`;
  const seconds = (mine.reduce((sum, one) => sum + one.ms, 0) / 1000).toFixed(1);
  return `| ${id} | ${what} | ${partly}${nightly ? large : usual} | ${mine.length} | ${result} | ${seconds} |`;
}

function promiseSection(id, sentence, tests) {
  const mine = tests.filter((one) => one.ids.includes(id));
  if (mine.length === 0) return `**${id}. ${sentence}** Not proved yet by a test that names it.`;
  const lines = mine.map((one) => `- ${one.status === "passed" ? "" : "**failed:** "}${one.title} (\`${one.file}\`)`);
  return `**${id}. ${sentence}**\n\n${[...new Set(lines)].join("\n")}`;
}
