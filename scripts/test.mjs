// Everything of tier C: installs what is missing (also a browser), checks, builds, runs all tests against real parts.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { checkNode, ensureBuilt, ensureInstalled, root } from "./prepare.mjs";

const nightly = process.argv.includes("--nightly");
const BROWSERS = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

checkNode();
ensureInstalled();
const chromium = ensureBrowser();
await ensureBuilt();
const checked = run("node", ["scripts/check.mjs", "--static"]);
const tested = runTests();
process.exit(checked && tested ? 0 : 1);

function run(command, args, env = {}) {
  const result = spawnSync(command, args, { cwd: root, stdio: "inherit", env: { ...process.env, ...env } });
  return result.status === 0;
}

/** Debian's Chromium; installed when it is missing and we may. Without one the browser test fails, loudly. */
function ensureBrowser() {
  const known = () => [process.env.CHROMIUM_PATH, ...BROWSERS].find((path) => path && existsSync(path));
  if (known()) return known();
  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    process.stdout.write("Installing Chromium for the browser test.\n");
    const env = { DEBIAN_FRONTEND: "noninteractive" };
    run("apt-get", ["update", "-qq"], env);
    run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "chromium", "fonts-dejavu-core"], env);
  }
  if (!known()) process.stdout.write("No Chromium found: install it, or set CHROMIUM_PATH to one.\n");
  return known();
}

function runTests() {
  const report = join(root, "test-results", "report.json");
  mkdirSync(join(root, "test-results"), { recursive: true });
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const ok = run(join(root, "node_modules/.bin/vitest"), ["run", ...reporters], {
    ...(chromium ? { CHROMIUM_PATH: chromium } : {}),
    ...(nightly ? { OCTOPUS_TEST_TIER: "nightly" } : {}),
  });
  const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, "utf8"));
  process.stdout.write(`${numPassedTests} passed, ${numFailedTests} failed\n`);
  return ok;
}
