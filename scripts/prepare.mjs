// Makes a fresh checkout runnable: right Node, packages, build. Uses nothing but Node itself, because it runs first.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const SOURCES = [
  "core",
  "nlp",
  "bot",
  "agent",
  "web",
  "plugins",
  "scripts/build.mjs",
  "package-lock.json",
  "tsconfig.json",
];

const say = (sentence) => process.stderr.write(`${sentence}\n`);

export class PrepareError extends Error {}

/** Throws a PrepareError with what to do when this Node is too old. */
export function checkNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  throw new PrepareError(
    `Octopus needs Node 20.19 or newer; this is ${process.versions.node}. Install a newer Node and start again.`,
  );
}

/** Installs packages when the lockfile, the platform or Node's binary interface changed since the last time. */
export function ensureInstalled() {
  const stampFile = join(root, "node_modules", ".octopus-stamp");
  const stamp = createHash("sha256")
    .update(readFileSync(join(root, "package-lock.json")))
    .update(`${process.platform} ${process.arch} ${process.versions.modules}`)
    .digest("hex");
  if (readIfThere(stampFile) === stamp) return;
  say("Installing packages. The first time takes about a minute: SQLite may have to be compiled.");
  const result = spawnSync("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: root,
    stdio: ["ignore", 2, 2],
    shell: process.platform === "win32",
  });
  if (result.status !== 0) {
    throw new PrepareError(
      "Installing packages failed; the lines above say why. Where SQLite must be compiled, it needs python3, make and g++.",
    );
  }
  writeFileSync(stampFile, stamp);
}

/** Builds into dist/ when a source is newer than the last build. One build at a time; others wait for it. */
export async function ensureBuilt() {
  const stampFile = join(root, "dist", ".stamp");
  const stamp = sourcesStamp();
  if (readIfThere(stampFile) === stamp) return;
  await withLock(join(root, "node_modules", ".octopus-build"), async () => {
    if (readIfThere(stampFile) === stamp) return;
    say("Building.");
    const { build } = await import("./build.mjs");
    await build(root);
    writeFileSync(stampFile, stamp);
  });
}

async function withLock(folder, act) {
  const deadline = Date.now() + 120_000;
  while (!tryMakeFolder(folder)) {
    if (Date.now() > deadline) rmSync(folder, { recursive: true, force: true });
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  try {
    await act();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function tryMakeFolder(folder) {
  try {
    mkdirSync(folder);
    return true;
  } catch {
    return false;
  }
}

function sourcesStamp() {
  const hash = createHash("sha256");
  for (const source of SOURCES) addToStamp(hash, join(root, source));
  return hash.digest("hex");
}

function addToStamp(hash, path) {
  if (!existsSync(path)) return;
  const entry = statSync(path);
  if (!entry.isDirectory()) {
    hash.update(`${path} ${entry.size} ${entry.mtimeMs}\n`);
    return;
  }
  for (const name of readdirSync(path).sort()) addToStamp(hash, join(path, name));
}

function readIfThere(path) {
  return existsSync(path) ? readFileSync(path, "utf8") : undefined;
}
