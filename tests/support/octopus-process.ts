import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const projectRoot = fileURLToPath(new URL("../..", import.meta.url));
const program = join(projectRoot, "dist/octopus.mjs");

export interface OctopusOptions {
  /** "start" brings a local agent along, "server" does not. */
  readonly command?: "start" | "server";
  readonly dataDir: string;
  readonly port: number;
  readonly environment?: Readonly<Record<string, string>>;
  /** Run as this user; only root can. */
  readonly uid?: number;
  /** In a process group of its own, as in a terminal. */
  readonly ownGroup?: boolean;
}

/** A folder that goes away with `remove`. */
export function temporaryFolder(name: string): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), `octopus-${name}-`));
  return { path, remove: () => rmSync(path, { recursive: true, force: true, maxRetries: 5 }) };
}

export async function freePort(): Promise<number> {
  return await new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() =>
        typeof address === "object" && address ? resolve(address.port) : reject(new Error("no port")),
      );
    });
  });
}

/** The real program, as a person starts it; everything it prints is kept. */
export class OctopusProcess {
  readonly url: string;
  readonly #child: ChildProcess;
  readonly #ended: Promise<number | null>;
  #output = "";
  #onOutput: () => void = () => undefined;

  constructor({ command = "start", dataDir, port, environment = {}, uid, ownGroup = false }: OctopusOptions) {
    this.url = `http://127.0.0.1:${port}`;
    const env = { PATH: process.env["PATH"] ?? "", HOME: process.env["HOME"] ?? "", TZ: "Europe/Berlin" };
    this.#child = spawn(process.execPath, [program, command], {
      cwd: projectRoot,
      env: { ...env, OCTOPUS_DATA_DIR: dataDir, OCTOPUS_PORT: String(port), ...environment },
      stdio: ["ignore", "pipe", "pipe"],
      detached: ownGroup,
      ...(uid === undefined ? {} : { uid, gid: uid }),
    });
    const keep = (chunk: Buffer) => {
      this.#output += chunk.toString("utf8");
      this.#onOutput();
    };
    this.#child.stdout?.on("data", keep);
    this.#child.stderr?.on("data", keep);
    this.#ended = new Promise((resolve) => {
      this.#child.once("close", (code) => {
        resolve(code);
        this.#onOutput();
      });
    });
  }

  get output(): string {
    return this.#output;
  }

  /** Resolves with the match; rejects when the program ends, or is silent for too long, without it. */
  async printed(pattern: RegExp, withinMs = 60_000): Promise<RegExpExecArray> {
    return await new Promise((resolve, reject) => {
      const fail = (why: string) => reject(new Error(`${why} before ${pattern}:\n${this.#output}`));
      const timer = setTimeout(() => fail("nothing"), withinMs);
      const look = () => {
        const match = pattern.exec(this.#output);
        if (match) {
          clearTimeout(timer);
          resolve(match);
        } else if (this.#child.exitCode !== null) {
          clearTimeout(timer);
          fail(`exit ${this.#child.exitCode}`);
        }
      };
      this.#onOutput = look;
      look();
    });
  }

  async ready(): Promise<void> {
    await this.printed(/Octopus is ready/);
  }

  /** The exit code, when it has ended. */
  async ended(): Promise<number | null> {
    return await this.#ended;
  }

  /** To the process, or to its whole group as a terminal does. */
  signal(signal: NodeJS.Signals, to: "process" | "group" = "process"): void {
    if (to === "process") this.#child.kill(signal);
    else process.kill(-(this.#child.pid ?? 0), signal);
  }

  async stop(): Promise<number | null> {
    this.#child.kill("SIGTERM");
    return await this.#ended;
  }

  async kill(): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.#ended;
  }
}

/** Runs one command of the program to its end. */
export async function runOctopus(
  args: readonly string[],
  options: {
    readonly environment?: Readonly<Record<string, string>>;
    readonly input?: string;
    readonly folder?: string;
    readonly uid?: number;
  } = {},
): Promise<{ readonly code: number | null; readonly output: string; readonly errors: string }> {
  const env = { PATH: process.env["PATH"] ?? "", HOME: process.env["HOME"] ?? "", ...options.environment };
  const { folder: cwd = projectRoot, uid } = options;
  const user = uid === undefined ? {} : { uid, gid: uid };
  const child = spawn(process.execPath, [program, ...args], { cwd, env, stdio: "pipe", ...user });
  let output = "";
  let errors = "";
  child.stdout.on("data", (chunk: Buffer) => {
    output += chunk.toString("utf8");
  });
  child.stderr.on("data", (chunk: Buffer) => {
    errors += chunk.toString("utf8");
  });
  child.stdin.end(options.input ?? "");
  return await new Promise((resolve) => child.once("close", (code) => resolve({ code, output, errors })));
}
