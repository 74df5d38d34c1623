import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AttemptOutput } from "../../../../agent/runner/attempt-output.ts";
import { maskEnd } from "../../../../agent/runner/mask-end.ts";
import { secretMask } from "../../../../agent/runner/mask-secrets.ts";
import type { JsonObject } from "../../../../core/kernel/json.ts";
import type { ActionManifest } from "../../../../core/plugin-api/manifest.ts";
import { FakeClock } from "../../../support/fake-clock.ts";
import "../../../support/fixed-chance.ts";

const SECRET = 'päss"wort 7261';
const action = {
  params: {
    type: "object",
    properties: {
      name: { type: "string", title: "Name" },
      token: { type: "string", title: "Token", "x-secret": true },
      headers: { type: "object", title: "Headers", "x-secret": true },
    },
  },
} as unknown as ActionManifest;
const maskOf = (params: JsonObject) => secretMask(action, params) ?? expect.fail("there is a secret");

describe("P22: the secrets of an attempt in what it prints and answers", () => {
  it.each([
    ["as it is", SECRET],
    ["as JSON", JSON.stringify({ said: SECRET })],
    ["in an address", `https://example.org/?t=${encodeURIComponent(SECRET)}`],
    ["in hexadecimal", Buffer.from(SECRET).toString("hex").toUpperCase()],
  ])("are masked %s", (_how, text) => {
    const masked = maskOf({ name: "web", token: SECRET }).text(`before ${text} after`);
    expect(masked).toContain("(secret)");
    expect(masked).not.toContain("7261");
    expect(masked).toMatch(/^before .* after$/);
  });

  it("are masked in base64, wherever they begin", () => {
    for (const before of ["", "a", "ab", "abc", "user:"]) {
      const text = Buffer.from(`${before}${SECRET}`).toString("base64");
      expect(maskOf({ token: SECRET }).text(text)).toContain("(secret)");
    }
  });

  it("are masked in objects, line by line, and by no word that is short or no secret", () => {
    const mask = maskOf({
      name: "web-server",
      token: "line-one\nline-two",
      headers: { authorization: "Bearer abc123" },
    });
    const answer = { headline: "did line-two", data: { "Bearer abc123": ["line-one", "web-server"] } };
    expect(mask.value(answer)).toEqual({ headline: "did (secret)", data: { "(secret)": ["(secret)", "web-server"] } });
    expect(secretMask(action, { name: "web-server", token: "abc" })).toBeUndefined();
  });

  it("leave the words of the protocol alone, so that the server can read how it ended", () => {
    const unlucky = ["failed", "headline", "outcome", "response", "survivors", "attention"];
    const mask = maskOf({ headers: unlucky });
    const response = { ok: false, headline: "it failed here", data: { why: "failed" }, attention: true };
    const end = { outcome: "failed", error: "it failed", exitCode: 3, survivors: 0, response } as const;
    expect(maskEnd(end, mask)).toEqual({
      ...{ outcome: "failed", error: "it (***)", exitCode: 3, survivors: 0 },
      response: { ok: false, headline: "it (***) here", data: { why: "(***)" }, attention: true },
    });
  });

  it("never make longer what is said: the limits of a message hold for what was masked too", () => {
    for (const token of ["secret", "abcdefg", "abcdefgh"]) {
      const said = token.repeat(250);
      expect(maskOf({ token }).text(said).length).toBeLessThanOrEqual(said.length);
      expect(maskOf({ token }).text(said)).not.toContain(token);
    }
  });

  it("are masked wherever long output without line ends is cut, and nothing else is lost", () => {
    fc.assert(
      fc.property(fc.integer({ min: 16_300, max: 16_500 }), fc.integer({ min: 1, max: 40 }), (ahead, step) => {
        const said: string[] = [];
        const sink = { output: (_stream: string, text: string) => said.push(text), progress: () => undefined };
        const output = new AttemptOutput(new FakeClock(0), sink, undefined, maskOf({ token: SECRET }));
        const bytes = Buffer.from(`${"x".repeat(ahead)}${SECRET}${"y".repeat(20_000)}`);
        for (let at = 0; at < bytes.length; at += step * 400) output.write("out", bytes.subarray(at, at + step * 400));
        output.end();
        expect(said.join("")).toBe(`${"x".repeat(ahead)}(secret)${"y".repeat(20_000)}`);
      }),
      { numRuns: 60 },
    );
  });
});
