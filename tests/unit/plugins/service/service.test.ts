import { describe, expect, it } from "vitest";
import { answerChange, answerStatus } from "../../../../plugins/service/answer-service.ts";
import { describeRefusal } from "../../../../plugins/service/describe-refusal.ts";
import { parseSystemctlShow } from "../../../../plugins/service/parse-systemctl.ts";
import type { ServiceState } from "../../../../plugins/service/service-state.ts";

const NOW = 1_800_000_000_000;
const MOMENT = { now: NOW, uptimeMs: 10_000_000 };
const HOUR = 3_600_000;

const show = (change: Readonly<Record<string, string>> = {}) =>
  Object.entries({
    LoadState: "loaded",
    ActiveState: "active",
    SubState: "running",
    UnitFileState: "enabled",
    Description: "A high performance web server = fast",
    MainPID: "812",
    ActiveEnterTimestampMonotonic: "6400000000",
    MemoryCurrent: "12582912",
    NRestarts: "0",
    ...change,
  })
    .map(([name, value]) => `${name}=${value}`)
    .join("\n");

describe("reading systemctl show", () => {
  it("reads a running service, with its start from the monotonic clock", () => {
    expect(parseSystemctlShow("nginx", show(), MOMENT)).toEqual({
      service: "nginx",
      manager: "systemd",
      active: true,
      state: "active",
      subState: "running",
      enabled: "enabled",
      description: "A high performance web server = fast",
      mainPid: 812,
      since: NOW - HOUR,
      memoryBytes: 12_582_912,
      restarts: 0,
    });
  });

  it("leaves out what systemd does not know", () => {
    const state = parseSystemctlShow(
      "nginx",
      show({ ActiveState: "failed", SubState: "failed", MainPID: "0", MemoryCurrent: "[not set]", NRestarts: "" }),
      MOMENT,
    );
    expect(state).toMatchObject({ active: false, state: "failed" });
    expect(Object.keys(state ?? {})).not.toEqual(expect.arrayContaining(["mainPid"]));
    expect(state?.memoryBytes).toBeUndefined();
    expect(
      parseSystemctlShow("x", show({ MemoryCurrent: "18446744073709551615" }), MOMENT)?.memoryBytes,
    ).toBeUndefined();
  });

  it("tells an unknown unit, and no answer, from a stopped one", () => {
    expect(parseSystemctlShow("x", show({ LoadState: "not-found", ActiveState: "inactive" }), MOMENT)).toBeUndefined();
    expect(parseSystemctlShow("x", "", MOMENT)).toBeUndefined();
    expect(parseSystemctlShow("x", show({ LoadState: "masked", ActiveState: "inactive" }), MOMENT)?.state).toBe(
      "masked",
    );
  });
});

const up: ServiceState = {
  service: "nginx",
  manager: "systemd",
  active: true,
  state: "active",
  subState: "running",
  since: NOW - HOUR,
};
const down: ServiceState = { service: "nginx", manager: "systemd", active: false, state: "inactive", subState: "dead" };
const failed: ServiceState = { ...down, state: "failed", subState: "failed" };

describe("the answers of the service plugin", () => {
  it("says since when a service runs", () => {
    expect(answerStatus(up, NOW)).toMatchObject({ ok: true, attention: false, headline: "nginx is running, for 1 h" });
  });

  it("takes a stopped service for an answer that wants attention", () => {
    expect(answerStatus(failed, NOW)).toMatchObject({
      ok: true,
      attention: true,
      headline: "nginx is not running (failed)",
    });
    expect(answerStatus(down, NOW).headline).toBe("nginx is not running (inactive)");
  });

  it.each([
    ["restart", up, { ...up, mainPid: 9, since: NOW }, true, "nginx restarted, running (pid 9), previously up 1 h"],
    [
      "restart",
      up,
      failed,
      false,
      "nginx was asked to restart, but it is not running (failed); on the machine: journalctl -u nginx",
    ],
    ["start", down, up, true, "nginx started, running"],
    ["start", up, up, true, "nginx was running already, nothing changed"],
    ["stop", up, down, true, "nginx stopped, previously up 1 h"],
    ["stop", down, down, true, "nginx was not running, nothing changed"],
    ["stop", up, up, false, "nginx was asked to stop, but it is running, for 1 h; on the machine: journalctl -u nginx"],
  ] as const)("judges a %s by its effect", (verb, before, after, ok, headline) => {
    expect(answerChange(verb, before, after, NOW)).toMatchObject({
      ok,
      headline,
      data: { previousState: before.state },
    });
  });

  it.each([
    [
      "Failed to restart nginx.service: Access denied",
      /was refused: actions run as \S+ here, who may not manage services/,
    ],
    ["Failed to restart x: Interactive authentication required.", /was refused/],
    ["Job for nginx.service failed because the control process exited.", /^restart of nginx failed: its start program/],
  ])("explains %j", (stderr, sentence) => {
    const result = { kind: "ended", exitCode: 1, signal: undefined, stdout: "", stderr } as const;
    expect(describeRefusal(result, "restart of", "nginx").sentence).toMatch(sentence);
  });
});
