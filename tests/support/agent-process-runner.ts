import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RunOutcome, RunSink } from "../../agent/engine/ports.ts";
import type { PluginSource } from "../../agent/plugins/plugin-source.ts";
import { DEFAULT_LIMITS } from "../../agent/policy/attempt-limits.ts";
import { type Isolation, probeIsolation } from "../../agent/runner/isolation.ts";
import { ProcessRunner, type ProcessRunnerOptions } from "../../agent/runner/process-runner.ts";
import { allowedEnvironment } from "../../agent/runner/process-starter.ts";
import { systemClock } from "../../core/kernel/clock.ts";
import { silentLogger } from "../../core/kernel/logger.ts";
import { systemRandomness } from "../../core/kernel/randomness.ts";
import type { ActionManifest, PluginManifest } from "../../core/plugin-api/manifest.ts";
import type { OfferMessage } from "../../core/protocol/messages.ts";
import { buildAgentBundle } from "./build-agent.ts";

const DIGEST = "a".repeat(64);

/** A sink that remembers. */
export function recordingSink() {
  const output: { stream: "out" | "err" | "gap"; text: string }[] = [];
  const progress: { percent: number; text: string }[] = [];
  const sink: RunSink = {
    output: (stream, text) => output.push({ stream, text }),
    progress: (percent, text) => progress.push({ percent, text }),
  };
  const textOf = (stream: "out" | "err" | "gap") =>
    output
      .filter((one) => one.stream === stream)
      .map((one) => one.text)
      .join("");
  return { sink, output, progress, textOf };
}

export function anAction(name: string, change: Partial<ActionManifest> = {}): ActionManifest {
  return {
    name,
    title: name,
    description: name,
    params: { type: "object", additionalProperties: false, properties: {} },
    result: { type: "object" },
    phrases: [name],
    examples: [],
    risk: "change",
    idempotent: false,
    timeout: "PT1M",
    ...change,
  };
}

/** A real runner with one plugin in a temporary folder: `source` is its module, or its program with `exec`. */
export async function startRealRunner(
  plugin: {
    readonly source: string;
    readonly actions: readonly ActionManifest[];
    readonly exec?: readonly string[];
  },
  change: Partial<ProcessRunnerOptions> = {},
) {
  const { file } = await buildAgentBundle();
  const root = mkdtempSync(join(tmpdir(), "octopus-runner-"));
  chmodSync(root, 0o755);
  const folder = join(root, "plugin");
  mkdirSync(folder, { mode: 0o755 });
  const entry = plugin.exec ? "program" : "plugin.mjs";
  writeFileSync(join(folder, entry), plugin.source, { mode: 0o755 });
  const manifest: PluginManifest = {
    name: "probe",
    version: "1.0.0",
    description: "test",
    runtime: plugin.exec ? { kind: "exec", command: plugin.exec } : { kind: "node", entry },
    actions: plugin.actions,
  };
  const plugins: PluginSource = {
    fetch: async () => ({ ok: true, plugin: { digest: DIGEST, folder, manifest } }),
    known: () => manifest,
  };
  const isRoot = process.getuid?.() === 0;
  const nobody = { name: "nobody", uid: 65_534, gid: 65_534 };
  const limits = change.limits ?? DEFAULT_LIMITS;
  const isolation: Isolation =
    change.isolation ??
    (await probeIsolation({ isRoot, users: isRoot ? [nobody] : [], mustRead: [file, folder], limits }));
  const runner = new ProcessRunner({
    clock: systemClock,
    randomness: systemRandomness,
    logger: silentLogger,
    plugins,
    owner: isolation.ranAs.startsWith("nobody") ? nobody : undefined,
    runnerCommand: [process.execPath, file, "runner"],
    workFolder: root,
    environment: allowedEnvironment(process.env),
    agentId: `agt_${systemRandomness.hex(6)}`,
    poolSize: 1,
    limits,
    ...change,
    isolation,
  });
  let attempt = 0;
  const offer = (action: string, params: OfferMessage["params"] = {}, timeoutMs = 30_000): OfferMessage => {
    attempt += 1;
    return {
      type: "offer",
      execution: "E-1",
      attempt,
      action,
      plugin: { name: "probe", version: "1.0.0", digest: DIGEST },
      params,
      timeoutMs,
      dryRun: false,
      requestedBy: "ada",
    };
  };
  return {
    runner,
    isolation,
    root,
    offer,
    run: async (action: string, params: OfferMessage["params"] = {}, timeoutMs?: number) => {
      const recorded = recordingSink();
      const outcome: RunOutcome = await runner.start(offer(action, params, timeoutMs), recorded.sink).done;
      return { outcome, ...recorded };
    },
    stop: async () => {
      await runner.stop();
      rmSync(root, { recursive: true, force: true });
      rmSync(join(file, ".."), { recursive: true, force: true });
    },
  };
}
