import type { Duplex, Readable } from "node:stream";
import type { CancelTimer, Clock } from "../../core/kernel/clock.ts";
import type { AttemptOutput } from "./attempt-output.ts";
import { jsonLines } from "./frames.ts";
import type { ManagedProcess } from "./managed-process.ts";
import {
  CONTROL_FD,
  CONTROL_LINE_BYTES,
  decodeReport,
  type RunCommand,
  type RunnerReport,
  STAY_EVERY_MS,
  type StayCommand,
} from "./runner-protocol.ts";

interface Listener {
  readonly output: AttemptOutput;
  /** undefined: the process broke the protocol. */
  readonly report: (report: RunnerReport | undefined) => void;
}

/** One runner process, from the agent's side. Runs at most one attempt at a time. */
export class RunnerHandle {
  readonly process: ManagedProcess;
  /** Attempts that it has begun. */
  uses = 0;
  /** False once the process has ended or is about to. */
  isUsable = true;
  readonly #control: Duplex;
  #listener: Listener | undefined;

  readonly #clock: Clock;
  #cancelStay: CancelTimer = () => undefined;

  constructor(managed: ManagedProcess, clock: Clock) {
    this.process = managed;
    this.#clock = clock;
    const { child } = managed;
    this.#control = child.stdio[CONTROL_FD] as Duplex;
    this.#control.on("error", () => undefined);
    this.#control.on(
      "data",
      jsonLines(CONTROL_LINE_BYTES, (value) => {
        const report = decodeReport(value);
        if (report.ok && report.value.type === "ready") return;
        this.#listener?.report(report.ok ? report.value : undefined);
      }),
    );
    (child.stdout as Readable).on("data", (bytes: Buffer) => this.#listener?.output.write("out", bytes));
    (child.stderr as Readable).on("data", (bytes: Buffer) => this.#listener?.output.write("err", bytes));
    void managed.exited.then(() => {
      this.isUsable = false;
      this.#cancelStay();
    });
  }

  begin(command: RunCommand, listener: Listener): void {
    this.uses += 1;
    this.#listener = listener;
    this.#control.write(`${JSON.stringify(command)}\n`);
    this.#stay();
  }

  /** The attempt is over; what the process still prints belongs to nobody. */
  release(): void {
    this.#listener = undefined;
    this.#cancelStay();
  }

  #stay(): void {
    this.#cancelStay();
    this.#cancelStay = this.#clock.after(STAY_EVERY_MS, () => {
      const command: StayCommand = { type: "stay" };
      this.#control.write(`${JSON.stringify(command)}\n`);
      this.#stay();
    });
  }

  /** Ends the process and everything it started, at once. */
  end(): void {
    this.isUsable = false;
    this.process.terminate(0);
  }
}
