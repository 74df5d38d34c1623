import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";

interface ToolOptions {
  /** Aborting it sends TERM; the call still resolves when the program has ended. */
  readonly signal: AbortSignal;
  /** Gets every line of both streams as it comes. */
  readonly onLine?: (line: string, stream: "out" | "err") => void;
  /** Kept of each stream, the beginning; 0 where only `onLine` matters. Default 4 MiB. */
  readonly keepBytes?: number;
  /** Added to the inherited environment. Texts are English by default (LC_ALL=C), so that they can be read. */
  readonly environment?: Readonly<Record<string, string>>;
}

export type ToolResult =
  | {
      readonly kind: "ended";
      /** null when a signal ended it. */
      readonly exitCode: number | null;
      readonly signal: string | undefined;
      readonly stdout: string;
      readonly stderr: string;
    }
  /** It could not be started: "ENOENT" when there is none, "EACCES" when this user may not. */
  | { readonly kind: "not-started"; readonly code: string };

const KEEP_BYTES = 4 * 1024 * 1024;

/**
 * Runs a program with exactly these arguments: no shell, nothing on its standard input. Put "--" before values that come
 * from a person. Never rejects. What it prints is foreign text: parse it as if anybody had written it.
 */
export async function runTool(file: string, args: readonly string[], options: ToolOptions): Promise<ToolResult> {
  const child = start(file, args, options.environment ?? { LC_ALL: "C" });
  if (typeof child === "string") return { kind: "not-started", code: child };
  const stop = () => void child.kill("SIGTERM");
  if (options.signal.aborted) stop();
  options.signal.addEventListener("abort", stop, { once: true });
  const keepBytes = options.keepBytes ?? KEEP_BYTES;
  const stdout = collect(child.stdout, "out", keepBytes, options.onLine);
  const stderr = collect(child.stderr, "err", keepBytes, options.onLine);
  const end = await new Promise<{ code: number | null; signal: string | null } | { failed: string }>((resolve) => {
    child.once("error", (error: NodeJS.ErrnoException) => resolve({ failed: error.code ?? error.message }));
    child.once("close", (code, signal) => resolve({ code, signal }));
  });
  options.signal.removeEventListener("abort", stop);
  if ("failed" in end) return { kind: "not-started", code: end.failed };
  const texts = { stdout: await stdout, stderr: await stderr };
  return { kind: "ended", exitCode: end.code, signal: end.signal ?? undefined, ...texts };
}

function start(file: string, args: readonly string[], extra: Readonly<Record<string, string>>): ChildProcess | string {
  try {
    // biome-ignore lint/style/noProcessEnv: children must carry the marker by which the agent finds what it has to end.
    const env = { ...process.env, ...extra };
    return spawn(file, args, { shell: false, stdio: ["ignore", "pipe", "pipe"], windowsHide: true, env });
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? "EINVAL";
  }
}

async function collect(
  stream: Readable | null,
  name: "out" | "err",
  keepBytes: number,
  onLine: ToolOptions["onLine"],
): Promise<string> {
  if (!stream) return "";
  const chunks: Buffer[] = [];
  let bytes = 0;
  stream.on("data", (chunk: Buffer) => {
    const kept = chunk.subarray(0, Math.max(0, keepBytes - bytes));
    bytes += kept.length;
    if (kept.length > 0) chunks.push(kept);
  });
  if (onLine) createInterface({ input: stream }).on("line", (line) => onLine(line, name));
  await new Promise<void>((resolve) => stream.once("close", resolve));
  return Buffer.concat(chunks).toString("utf8");
}
