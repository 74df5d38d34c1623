import { connect } from "node:net";
import { systemClock } from "../../core/kernel/clock.ts";

/** How long one attempt may take. */
const PATIENCE_MS = 2000;

/**
 * Milliseconds until the host answered an attempt to connect, undefined when it did not. A refusal is an answer: it
 * comes from the host itself.
 */
export function probeTcp(address: string, port: number, signal: AbortSignal): Promise<number | undefined> {
  const startedAt = systemClock.monotonic();
  return new Promise((resolve) => {
    const socket = connect({ host: address, port });
    const finish = (answered: boolean) => {
      signal.removeEventListener("abort", stop);
      socket.destroy();
      resolve(answered ? Math.round((systemClock.monotonic() - startedAt) * 1000) / 1000 : undefined);
    };
    const stop = () => finish(false);
    socket.setTimeout(PATIENCE_MS, stop);
    socket.once("connect", () => finish(true));
    socket.once("error", (error: NodeJS.ErrnoException) => finish(error.code === "ECONNREFUSED"));
    signal.addEventListener("abort", stop, { once: true });
  });
}
