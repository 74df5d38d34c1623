import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import type { CancelTimer, Clock } from "../../core/kernel/clock.ts";
import type { Isolation } from "./isolation.ts";
import { killMarked, signalProcess } from "./process-survivors.ts";

/** A pipe held open by somebody after the process ended is given up after this. */
const PIPE_WAIT_MS = 2000;
/** A process that survives KILL this long hangs in the kernel; the attempt ends without it, and says so. */
const UNKILLABLE_MS = 5000;
const SWEEP_PAUSE_MS = 20;

export interface ProcessExit {
  readonly code: number | null;
  readonly signal: string | null;
  /** Set when it could not be started at all. */
  readonly error: string | undefined;
}

interface StartInput {
  readonly clock: Clock;
  readonly isolation: Isolation;
  readonly command: readonly string[];
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly stdio: SpawnOptions["stdio"];
  /** Entry of the environment by which the process and all it starts are found again. */
  readonly marker: string;
}

/**
 * A child process with everything it starts: in its own group, in its own PID namespace where the machine allows it,
 * marked in its environment in any case.
 */
export class ManagedProcess {
  readonly child: ChildProcess;
  readonly exited: Promise<ProcessExit>;
  /** Resolves when the tree is dead and its pipes are closed, with the number of processes that could not be killed. */
  readonly gone: Promise<number>;
  readonly #input: StartInput;
  #cancelKill: CancelTimer | undefined;
  #terminated = false;
  #over = false;
  #giveUp: (() => void) | undefined;

  constructor(input: StartInput) {
    this.#input = input;
    const { isolation } = input;
    const [file = "", ...args] = [...isolation.prefix, ...input.command];
    this.child = spawn(file, args, {
      cwd: input.cwd,
      env: { ...input.environment },
      stdio: input.stdio,
      detached: true,
      shell: false,
      windowsHide: true,
      ...(isolation.uid === undefined ? {} : { uid: isolation.uid }),
      ...(isolation.gid === undefined ? {} : { gid: isolation.gid }),
    });
    this.exited = new Promise((resolve) => {
      this.child.once("error", (error) => resolve({ code: null, signal: null, error: error.message }));
      this.child.once("exit", (code, signal) => resolve({ code, signal, error: undefined }));
    });
    const closed = new Promise<void>((resolve) => this.child.once("close", () => resolve()));
    const givenUp = new Promise<number>((resolve) => {
      this.#giveUp = () => resolve(1);
    });
    this.gone = Promise.race([this.#bury(closed), givenUp]);
  }

  /** TERM to the group now, KILL after the grace; 0 is KILL at once. Calling it again may only shorten the grace. */
  terminate(graceMs: number): void {
    if (this.#over) return;
    if (!this.#terminated && graceMs > 0) this.#signal("SIGTERM");
    this.#terminated = true;
    this.#cancelKill?.();
    this.#cancelKill = undefined;
    if (graceMs <= 0) this.#kill();
    else this.#cancelKill = this.#input.clock.after(graceMs, () => this.#kill());
  }

  #kill(): void {
    this.#signal("SIGKILL");
    void killMarked(this.#input.marker, () => this.#pause());
    this.#cancelKill = this.#input.clock.after(UNKILLABLE_MS, () => this.#giveUp?.());
  }

  async #bury(closed: Promise<void>): Promise<number> {
    const exit = await this.exited;
    this.#over = true;
    this.#cancelKill?.();
    if (exit.error === undefined) this.#signal("SIGKILL");
    const survivors = this.#input.isolation.hasPidNamespace
      ? 0
      : await killMarked(this.#input.marker, () => this.#pause());
    const waited = new Promise<void>((resolve) => {
      const cancel = this.#input.clock.after(PIPE_WAIT_MS, resolve);
      void closed.then(cancel);
    });
    if (exit.error === undefined) await Promise.race([closed, waited]);
    for (const pipe of this.child.stdio) pipe?.destroy();
    return survivors;
  }

  /** The group first: it also reaches what the action started and forgot. */
  #signal(signal: "SIGTERM" | "SIGKILL"): void {
    const { pid } = this.child;
    if (pid !== undefined) signalProcess(-pid, signal);
  }

  #pause(): Promise<void> {
    return new Promise((resolve) => void this.#input.clock.after(SWEEP_PAUSE_MS, () => resolve()));
  }
}
