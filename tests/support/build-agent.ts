import { chmodSync, mkdtempSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";

/** Bundles the agent as it ships, into a fresh folder that every user may read. */
export async function buildAgentBundle(): Promise<{ readonly file: string; readonly bytes: number }> {
  const folder = mkdtempSync(join(tmpdir(), "octopus-bundle-"));
  chmodSync(folder, 0o755);
  const file = join(folder, "agent.cjs");
  await build({
    entryPoints: [join(import.meta.dirname, "../../agent/main.ts")],
    outfile: file,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    minify: true,
    logLevel: "silent",
  });
  return { file, bytes: statSync(file).size };
}
