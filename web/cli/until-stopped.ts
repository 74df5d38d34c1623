/** An orderly stop that takes longer than this is given up. */
const LONGEST_STOP_MS = 10_000;

/** `longerMs`: what it may take besides. Resolves after the first SIGTERM or SIGINT and the orderly stop that it asks for; a second signal ends at once. */
export async function untilStopped(stop: () => Promise<void>, longerMs = 0): Promise<void> {
  await new Promise<void>((resolve) => {
    process.once("SIGTERM", () => resolve());
    process.once("SIGINT", () => resolve());
  });
  process.once("SIGTERM", () => process.exit(1));
  process.once("SIGINT", () => process.exit(1));
  setTimeout(() => process.exit(1), LONGEST_STOP_MS + longerMs).unref();
  await stop();
}
