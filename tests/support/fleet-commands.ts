import { spawn } from "node:child_process";
import { join } from "node:path";
import { projectRoot } from "./octopus-process.ts";

export interface Ended {
  readonly code: number | null;
  /** Standard output and error together. */
  readonly text: string;
}

/** Runs the single-file agent, as a machine has it, to its end. */
export async function runAgent(
  args: readonly string[],
  options: { readonly environment?: Readonly<Record<string, string>> } = {},
): Promise<Ended> {
  const env = { PATH: process.env["PATH"] ?? "", HOME: process.env["HOME"] ?? "", ...options.environment };
  return await endOf(process.execPath, [join(projectRoot, "dist/agent.cjs"), ...args], env);
}

/** Runs any program to its end. */
export async function endOf(
  file: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Ended> {
  const child = spawn(file, args, { env, stdio: ["ignore", "pipe", "pipe"] });
  let text = "";
  const keep = (chunk: Buffer) => {
    text += chunk.toString("utf8");
  };
  child.stdout.on("data", keep);
  child.stderr.on("data", keep);
  return await new Promise((resolve) => child.once("close", (code) => resolve({ code, text })));
}

/** An agent that keeps running; everything it says is kept. */
export class AgentProcess {
  readonly #child;
  readonly #ended: Promise<number | null>;
  #text = "";

  constructor(folder: string, environment: Readonly<Record<string, string>> = {}) {
    const env = { PATH: process.env["PATH"] ?? "", HOME: process.env["HOME"] ?? "", ...environment };
    const args = [join(projectRoot, "dist/agent.cjs"), "run", "--data-dir", folder];
    this.#child = spawn(process.execPath, args, { env, stdio: ["ignore", "pipe", "pipe"] });
    const keep = (chunk: Buffer) => {
      this.#text += chunk.toString("utf8");
    };
    this.#child.stdout.on("data", keep);
    this.#child.stderr.on("data", keep);
    this.#ended = new Promise((resolve) => this.#child.once("close", resolve));
  }

  get text(): string {
    return this.#text;
  }

  async stop(): Promise<number | null> {
    this.#child.kill("SIGTERM");
    return await this.#ended;
  }
}
