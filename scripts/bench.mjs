// npm run bench: installs and builds what is missing, bundles the measurements and runs them.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { checkNode, ensureBuilt, ensureInstalled, PrepareError, root } from "./prepare.mjs";

try {
  checkNode();
  ensureInstalled();
  await ensureBuilt();
} catch (error) {
  process.stderr.write(`${error instanceof PrepareError ? error.message : (error?.stack ?? error)}\n`);
  process.exit(2);
}

const { build } = await import("esbuild");
// Inside node_modules, so that the packages, which stay outside the bundle, are found from there.
const folder = mkdtempSync(join(root, "node_modules", ".octopus-bench-"));
try {
  await build({
    entryPoints: { bench: join(root, "bench/main.ts"), client: join(root, "bench/client/main.ts") },
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
    target: "node20",
    logLevel: "warning",
  });
  const programs = [join(folder, "bench.mjs"), root, join(folder, "client.mjs")];
  const profile = process.argv.includes("--profile") ? ["--cpu-prof", "--cpu-prof-dir=profiles"] : [];
  const { status } = spawnSync(process.execPath, [...profile, ...programs, ...process.argv.slice(2)], {
    stdio: "inherit",
  });
  process.exitCode = status ?? 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
