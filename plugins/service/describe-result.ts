/** What systemd calls the end of a service, in words. Its list: systemd.exec(5), "$SERVICE_RESULT". */
const RESULTS: Readonly<Record<string, string>> = {
  timeout: "it did not start or stop in its time and was ended",
  signal: "it was ended by a signal",
  "core-dump": "it crashed",
  watchdog: "it stopped saying that it is alive and was ended",
  "oom-kill": "the kernel ended it for want of memory",
  "start-limit-hit":
    "it was started too often in a short time; systemd waits, or systemctl reset-failed on the machine",
  resources: "systemd lacked something to start it with",
  protocol: "it did not say that it was ready",
  "exec-condition": "its own condition for starting is not met",
};

/** Exit codes that systemd gives itself, before the program runs: systemd.exec(5), "Process Exit Codes". */
const BEFORE_START: Readonly<Record<string, string>> = {
  "200": "its working folder cannot be entered",
  "203": "its program is missing or cannot be run",
  "216": "its group does not exist",
  "217": "its user does not exist",
  "226": "its restricted view of the file system cannot be set up",
  "238": "its state folder cannot be made",
};

/** Why a service is down: "it ended with exit code 3". Undefined when nothing went wrong. */
export function describeResult(result: string | undefined, exitStatus: string | undefined): string | undefined {
  if (!result || result === "success") return undefined;
  if (result !== "exit-code") return RESULTS[result] ?? `systemd says "${result.slice(0, 40)}"`;
  const known = BEFORE_START[exitStatus ?? ""];
  if (known) return `${known} (exit code ${exitStatus})`;
  // 0 belongs to a main program that never ran: something before it failed.
  return !exitStatus || exitStatus === "0" ? "what runs before it failed" : `it ended with exit code ${exitStatus}`;
}
