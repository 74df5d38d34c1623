import { describe, expect, it } from "vitest";
import { describeFrame } from "../../../nlp/describe/describe-frame.ts";
import { builtInActions, frameOf } from "../../support/language.ts";

describe("a condition that nobody understands, or that no answer comes before", () => {
  it.each([
    "check disk on web-1, if the moon is over 90% restart nginx",
    "check disk on web-1, if it is over 200 ms restart nginx",
    "ping db-1 from web-1, if it is over 5 restart nginx",
    "check disk on web-1, if it is over 90% explode",
    "check cpu and memory on web-1, if it is over 80% restart nginx",
  ])("starts nothing: %s", (text) => {
    expect(frameOf(text).outcome).not.toBe("act");
  });

  it("leaves what is about failures as it was", () => {
    expect(frameOf("restart nginx on all web servers and stop if more than 2 fail").policy).toEqual({ stopAfter: 2 });
  });
});

describe("what is said back of conditions and checks", () => {
  it.each([
    "check disk on web-1, and if it is over 90% run /opt/scripts/clean.sh",
    "ping db-1 from web-1, and if the packet loss is at least 10% restart nginx",
    "restart nginx on the web servers one at a time, checking nginx is up between each",
    "restart nginx on the web servers one at a time, check https://example.com in between",
  ])("means the same again: %s", (text) => {
    const frame = frameOf(text);
    const again = frameOf(describeFrame(frame, builtInActions) ?? "");
    const meaning = ({ action, params, targets, policy, then }: typeof frame) => ({
      action,
      params,
      targets,
      policy,
      then,
    });
    expect(meaning(again)).toEqual(meaning(frame));
  });
});

describe("a check between batches", () => {
  it.each([
    "restart nginx on the web servers one at a time, restarting redis between each",
    "update curl on the web servers one at a time with a health check after each batch",
  ])("that would change something, or that nobody knows how to make, is not dropped: %s", (text) => {
    expect(frameOf(text).outcome).not.toBe("act");
  });

  it("may be followed by other wishes", () => {
    const text =
      "restart nginx on the web servers one by one, check http://web-1/health in between and stop at the first failure";
    expect(frameOf(text).policy).toEqual({
      concurrency: 1,
      stopAfter: 0,
      check: { action: "http.request", params: { url: "http://web-1/health" } },
    });
  });
});

describe("a condition that stands before or behind the only act", () => {
  it.each([
    ["run /opt/scripts/clean.sh on web-1 if disk is over 90%", "script.run"],
    ["restart nginx on web-1 only if the disk is over 90%", "service.restart"],
    ["if the disk on web-1 is over 90%, restart nginx", "service.restart"],
  ])("looks first, asks for a yes, and acts only where the answer fits: %s", (text, action) => {
    expect(frameOf(text)).toMatchObject({
      outcome: "act",
      action: "disk.usage",
      confirm: true,
      targets: { include: ["host:web-1"] },
      // biome-ignore lint/suspicious/noThenProperty: the frame contract names the field
      then: [{ when: "success", action, if: { field: "fullestPct", is: "over", value: 90 } }],
    });
  });

  it("starts what is down, on a machine that is named, and asks where otherwise", () => {
    const steps = [{ when: "failure", action: "service.start", params: { service: "redis" } }];
    // biome-ignore lint/suspicious/noThenProperty: the frame contract names the field
    const meant = { action: "service.status", params: { service: "redis" }, then: steps };
    expect(frameOf("if redis is not running on cache-1, restart it")).toMatchObject({ ...meant, outcome: "act" });
    expect(frameOf("if redis is down, start it")).toMatchObject({ ...meant, outcome: "clarify", clarify: "target" });
  });
});
