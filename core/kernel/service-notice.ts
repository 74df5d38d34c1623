import { execFile } from "node:child_process";
import type { CancelTimer, Clock } from "./clock.ts";

/** What a program tells the systemd that keeps it, where one does. */
export interface ServiceNotice {
  /** It is ready for work; from now on also, again and again, that its event loop still turns. */
  ready(status: string): void;
  /** It ends in order; the watchdog is not fed any more. */
  stopping(): void;
}

interface NoticeDeps {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  /** Sends assignments like READY=1. */
  readonly send: (assignments: readonly string[]) => void;
}

/** Without NOTIFY_SOCKET nobody listens, and it does nothing. Feeds the watchdog three times in its time. */
export function serviceNotice({ environment, clock, send }: NoticeDeps): ServiceNotice {
  if (!environment["NOTIFY_SOCKET"]) return { ready: () => undefined, stopping: () => undefined };
  const watchdogMs = Number(environment["WATCHDOG_USEC"] ?? 0) / 1000;
  let cancel: CancelTimer = () => undefined;
  const feedLater = () => {
    cancel = clock.after(watchdogMs / 3, () => {
      send(["WATCHDOG=1"]);
      feedLater();
    });
  };
  return {
    ready(status) {
      send(["READY=1", `STATUS=${status}`]);
      if (watchdogMs > 0) feedLater();
    },
    stopping() {
      cancel();
      send(["STOPPING=1"]);
    },
  };
}

/** By systemd's own program, because Node cannot write to a datagram socket. Where that fails systemd finds out by its timeouts. */
export function sendToSystemd(assignments: readonly string[]): void {
  execFile("systemd-notify", [...assignments], { timeout: 10_000 }, () => undefined).unref();
}
