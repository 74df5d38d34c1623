// npm run bench:language: how much of other people's test sentences is understood, against the committed floors, and how
// fast. --only NAME for one part (--only speed), --write to keep the speed in docs/performance.md.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { checkNode, ensureInstalled, PrepareError, root } from "./prepare.mjs";

try {
  checkNode();
  // Needs no build and no exact versions: packages that are there are good enough, and stay as they are.
  if (!existsSync(join(root, "node_modules", "esbuild"))) ensureInstalled();
} catch (error) {
  process.stderr.write(`${error instanceof PrepareError ? error.message : (error?.stack ?? error)}\n`);
  process.exit(2);
}

const { build } = await import("esbuild");
// Inside node_modules, so that the packages, which stay outside the bundle, are found from there.
const folder = mkdtempSync(join(root, "node_modules", ".octopus-bench-"));
try {
  const program = join(folder, "language.mjs");
  await build({
    entryPoints: { language: join(root, "bench/language/main.ts"), load: join(root, "bench/language/speed/load.ts") },
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    // What is loaded later stays apart: how long that takes is one of the figures.
    splitting: true,
    platform: "node",
    format: "esm",
    packages: "external",
    target: "node20",
    logLevel: "warning",
  });
  const { status } = spawnSync(process.execPath, [program, ...process.argv.slice(2)], { cwd: root, stdio: "inherit" });
  process.exitCode = status ?? 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
