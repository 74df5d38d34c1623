// Bundles everything into dist/: server and CLI, the single-file agent, plugins, the browser console.
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build as esbuild } from "esbuild";

const TARGET = "node20";

export async function build(root) {
  const dist = join(root, "dist");
  mkdirSync(dist, { recursive: true });
  rmSync(join(dist, ".stamp"), { force: true });
  await Promise.all([buildServer(root, dist), buildAgent(root, join(dist, "agent.cjs")), buildPlugins(root, dist)]);
  await buildClient(root, dist);
}

/** In pieces, so that a command loads only what it needs and answers at once. */
async function buildServer(root, dist) {
  for (const name of readdirSync(dist)) if (/-[A-Z0-9]{8}\.mjs/.test(name)) rmSync(join(dist, name), { force: true });
  await esbuild({
    entryPoints: { octopus: join(root, "web/cli/main.ts") },
    outdir: dist,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    platform: "node",
    format: "esm",
    splitting: true,
    packages: "external",
    sourcemap: true,
    target: TARGET,
    logLevel: "warning",
  });
}

/** One CommonJS file with everything in it, so that a machine needs Node and nothing else. */
export async function buildAgent(root, outfile) {
  await esbuild({
    entryPoints: [join(root, "agent/main.ts")],
    outfile,
    bundle: true,
    platform: "node",
    format: "cjs",
    minify: true,
    target: TARGET,
    logLevel: "warning",
    // Optional accelerators of the WebSocket library; absent is fine.
    external: ["bufferutil", "utf-8-validate"],
  });
}

export async function buildPlugins(root, dist) {
  const folder = join(root, "plugins");
  for (const name of readdirSync(folder)) {
    const source = join(folder, name);
    const manifestFile = join(source, "manifest.json");
    if (!existsSync(manifestFile)) continue;
    const target = join(dist, "plugins", name);
    rmSync(target, { recursive: true, force: true });
    mkdirSync(target, { recursive: true });
    cpSync(manifestFile, join(target, "manifest.json"));
    const { runtime } = JSON.parse(readFileSync(manifestFile, "utf8"));
    if (runtime.kind === "node") await bundlePlugin(join(source, "plugin.ts"), join(target, runtime.entry));
    else copyProgram(source, target);
  }
}

async function bundlePlugin(entry, outfile) {
  const options = { bundle: true, platform: "node", format: "esm", target: TARGET, logLevel: "warning" };
  await esbuild({ entryPoints: [entry], outfile, ...options });
}

/** Executable plugins ship as they are, without their documentation. */
function copyProgram(source, target) {
  for (const name of readdirSync(source)) {
    if (name === "manifest.json" || name.endsWith(".md") || name.endsWith(".ts")) continue;
    cpSync(join(source, name), join(target, name), { recursive: true });
  }
}

async function buildClient(root, dist) {
  const { build: viteBuild } = await import("vite");
  await viteBuild({
    root: join(root, "web/client"),
    configFile: join(root, "web/client/vite.config.ts"),
    build: { outDir: join(dist, "client"), emptyOutDir: true },
    logLevel: "warn",
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await build(dirname(dirname(fileURLToPath(import.meta.url))));
}
