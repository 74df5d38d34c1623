import { describe, expect, it } from "vitest";
import { checkResponse } from "../../../../agent/runner/check-response.ts";
import { PROTOCOL_LIMITS } from "../../../../core/protocol/version.ts";
import { anAction } from "../../../support/agent-process-runner.ts";

const result = { type: "object", required: ["used"], properties: { used: { type: "integer" } } };
const action = anAction("disk.usage", { result });
const sized = (bytes: number) => {
  const frame = JSON.stringify({ ok: true, headline: "h", data: { used: 1, text: "" } }).length;
  return { ok: true, headline: "h", data: { used: 1, text: "x".repeat(bytes - frame) } };
};

describe("checking an answer", () => {
  it.each<[string, unknown, object]>([
    ["takes what the manifest promises", { ok: true, headline: "h", data: { used: 1 } }, { outcome: "succeeded" }],
    ["fails on other data", { ok: true, headline: "h", data: {} }, { outcome: "failed" }],
    ["fails on a missing headline", { ok: true, data: { used: 1 } }, { outcome: "failed" }],
    ["fails on an extra field", { ok: true, headline: "h", data: { used: 1 }, run: "rm" }, { outcome: "failed" }],
    ["fails on nothing", undefined, { outcome: "failed" }],
    [
      "keeps a plugin's own failure with its reason",
      { ok: false, headline: "No such disk.", data: {} },
      { outcome: "failed", error: "No such disk.", response: { ok: false } },
    ],
    ["takes the largest answer", sized(PROTOCOL_LIMITS.responseBytes), { outcome: "succeeded" }],
    ["fails on one byte more", sized(PROTOCOL_LIMITS.responseBytes + 1), { outcome: "failed" }],
  ])("%s", (_what, value, expected) => {
    expect(checkResponse(value, action)).toMatchObject(expected);
  });
});
