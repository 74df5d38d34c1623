import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { answerChange, answerStatus } from "../../../../plugins/service/answer-service.ts";
import { describeRefusal } from "../../../../plugins/service/describe-refusal.ts";
import { parseSystemctlShow } from "../../../../plugins/service/parse-systemctl.ts";
import type { ServiceState } from "../../../../plugins/service/service-state.ts";

const CAPTURED = readFileSync(new URL("./systemd-252-show.txt", import.meta.url), "utf8");
const NOW = 1_800_000_000_000;

/** What a real systemd said of the unit. */
function shown(unit: string): ServiceState | undefined {
  const [, text = ""] = CAPTURED.split(`# systemctl show ${unit}\n`);
  const [own = ""] = text.split("# systemctl show");
  return parseSystemctlShow(unit, own, { now: NOW, uptimeMs: 37_200_000 });
}

const known = (unit: string): ServiceState => {
  const state = shown(unit);
  if (!state) throw new Error(`nothing was captured of ${unit}`);
  return state;
};

const stopped = (state: ServiceState): ServiceState => {
  const { begun: _, problem: __, ...rest } = state;
  return { ...rest, active: false, state: "inactive", subState: "dead" };
};

describe("what systemd 252 says of services", () => {
  it.each([
    ["nginx", /^nginx is running, for 1 min/],
    ["octo-false", "octo-false is not running (failed): it ended with exit code 1"],
    ["octo-nofile", "octo-nofile is not running (failed): its program is missing or cannot be run (exit code 203)"],
    ["octo-pre", "octo-pre is not running (failed): what runs before it failed"],
    ["octo-dies", "octo-dies is not running (failed): it ended with exit code 3"],
    ["octo-once", /^octo-once has done its work, for /],
    ["octo-masked", "octo-masked is not running (masked)"],
    [
      "octo-bad",
      "octo-bad cannot be used: its unit file has a mistake; on the machine: systemd-analyze verify octo-bad",
    ],
    ["octo-hang", "octo-hang is not running (failed): it did not start or stop in its time and was ended"],
  ])("is told of %s", (unit, headline) => {
    const said = answerStatus(known(unit), NOW).headline;
    if (typeof headline === "string") expect(said).toBe(headline);
    else expect(said).toMatch(headline);
  });

  it("knows a unit that is not there", () => {
    expect(shown("octo-nothere")).toBeUndefined();
  });

  it.each(["octo-loop", "octo-limit"])("does not call %s started, which ends and is started again", (unit) => {
    const after = known(unit);
    for (const present of [after, { ...after, active: true, state: "active", subState: "running", mainPid: 9 }]) {
      const answer = answerChange("restart", stopped(after), present, NOW);
      expect(answer.ok).toBe(false);
      expect(answer.headline).toMatch(/keeps ending and being started again.*journalctl -u octo-l/);
    }
  });

  it("does not hold old restarts against a service that ran already", () => {
    const running = { ...known("nginx"), restarts: 4 };
    expect(answerChange("start", running, running, NOW)).toMatchObject({ ok: true });
  });

  it("takes a unit that does its work once and ends for done", () => {
    const once: ServiceState = { ...stopped(known("octo-once")), once: true };
    expect(answerChange("start", once, once, NOW)).toMatchObject({
      ok: true,
      headline: "octo-once ran and has done its work",
    });
    expect(answerChange("start", once, { ...once, problem: "it ended with exit code 1" }, NOW).ok).toBe(false);
  });

  it("says that a stop ended what was on its way up", () => {
    const loop = known("octo-loop");
    const rising: ServiceState = { ...loop, active: false, state: "activating" };
    expect(answerChange("stop", rising, stopped(loop), NOW).headline).toBe("octo-loop stopped; it was on its way up");
  });
});

/** Captured texts of `systemctl` on its standard error, and what a person reads. */
const REFUSALS = [
  ["Failed to restart nginx.service: Interactive authentication required.", "refused", /polkit rule \(deploy\/README/],
  ["Failed to start octo-masked.service: Unit octo-masked.service is masked.", "refused", /systemctl unmask octo$/],
  ["Failed to start octo-bad.service: Unit octo-bad.service has a bad unit file setting.", "refused", /mistake/],
  ["Failed to start octo-nothere.service: Unit octo-nothere.service not found.", "missing", /^there is no service/],
  [
    "Failed to start octo-nomanual.service: Operation refused, unit octo-nomanual.service may be requested by dependency only (it is configured to refuse manual start/stop).",
    "refused",
    /may not be started or stopped by hand/,
  ],
  ["A dependency job for octo-dep.service failed. See 'journalctl -xe' for details.", undefined, /did not start$/],
  ["Job for octo-hang.service failed because a timeout was exceeded.", undefined, /did not get ready in its time$/],
  [
    "Job for octo-pre.service failed because the control process exited with error code.",
    undefined,
    /what runs before it, ended with an error$/,
  ],
  ["Failed to connect to bus: No such file or directory", "missing", /is D-Bus installed/],
  ["Something that nobody has seen", undefined, /^start of octo failed: Something that nobody has seen$/],
] as const;

describe("what systemd 252 refuses", () => {
  it.each(REFUSALS)("reads %j", (stderr, kind, sentence) => {
    const result = { kind: "ended", exitCode: 1, signal: undefined, stdout: "", stderr } as const;
    const refusal = describeRefusal(result, "start of", "octo");
    expect(refusal.kind).toBe(kind);
    expect(refusal.sentence).toMatch(sentence);
  });
});
