import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { installScript } from "../../../../web/http/install-script.ts";

const run = (args: readonly string[]) =>
  execFileSync("sh", ["-s", "--", ...args], { input: installScript("http://127.0.0.1:1"), stdio: "pipe" });

describe("installScript", () => {
  it("is a script that sh understands", () => {
    expect(() =>
      execFileSync("sh", ["-n"], { input: installScript("http://localhost:8000"), stdio: "pipe" }),
    ).not.toThrow();
  });
  it("says what is missing when it gets no token", () => {
    expect(() => run([])).toThrow(/Give the join token: --token TOKEN/);
  });
});
