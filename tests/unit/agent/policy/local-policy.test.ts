import { describe, expect, it } from "vitest";
import { LocalPolicyCheck } from "../../../../agent/policy/local-policy.ts";
import { type LocalPolicy, OPEN_POLICY } from "../../../../agent/policy/policy-file.ts";
import type { ParamSchema } from "../../../../core/plugin-api/manifest.ts";
import { anOffer } from "../../../support/agent-engine-world.ts";
import { anAction } from "../../../support/agent-process-runner.ts";

const param = (slot: ParamSchema["x-slot"]): ParamSchema => ({
  type: "string",
  title: "t",
  ...(slot && { "x-slot": slot }),
});
const withParam = (slot: ParamSchema["x-slot"]) => ({
  params: { type: "object", additionalProperties: false, properties: { value: param(slot) } } as const,
});
const manifest = {
  name: "probe",
  version: "1.0.0",
  description: "d",
  runtime: { kind: "node", entry: "plugin.mjs" } as const,
  actions: [
    anAction("service.restart"),
    anAction("service.status", { risk: "read" }),
    anAction("shell.run", { risk: "destructive", offByDefault: true }),
    anAction("file.read", { risk: "read", ...withParam("path") }),
    anAction("ping.check", { risk: "read", ...withParam("host") }),
    anAction("http.request", { risk: "read", ...withParam("url") }),
  ],
};

function check(action: string, policy: Partial<LocalPolicy> = {}, value?: string) {
  const rules = new LocalPolicyCheck({ ...OPEN_POLICY, ...policy }, { known: () => manifest });
  const params = value === undefined ? {} : { value };
  return rules.check(anOffer("E-1", 1, { action, params }))?.kind ?? "allowed";
}

describe("the local policy", () => {
  it.each<[string, Partial<LocalPolicy>, string]>([
    ["service.restart", {}, "allowed"],
    ["shell.run", {}, "policy"],
    ["shell.run", { allowActions: ["*", "shell.run"] }, "allowed"],
    ["shell.run", { allowActions: ["shell.*"] }, "allowed"],
    ["shell.run", { allowActions: ["shell.run"], denyActions: ["shell.*"] }, "policy"],
    ["shell.run", { allowActions: ["shell.run"], maxRisk: "change" }, "policy"],
    ["service.restart", { maxRisk: "read" }, "policy"],
    ["service.status", { maxRisk: "read" }, "allowed"],
    ["service.restart", { allowActions: ["service.status"] }, "policy"],
    ["service.restart", { allowActions: ["service.*"] }, "allowed"],
    ["service.restart", { denyActions: ["*.restart"] }, "policy"],
    ["nothing.such", {}, "unsupported"],
  ])("%s under %j is %s", (action, policy, expected) => {
    expect(check(action, policy)).toBe(expected);
  });

  it.each([
    ["/var/log/syslog", "allowed"],
    ["/var/log", "allowed"],
    ["/var/log/../../etc/shadow", "policy"],
    ["/var/logs", "policy"],
    ["relative", "policy"],
    ["/proc/self/root/etc/shadow", "policy"],
  ])("with paths limited to /var/log, %s is %s", (path, expected) => {
    expect(check("file.read", { paths: ["/var/log"] }, path)).toBe(expected);
  });

  it.each([
    ["ping.check", "db-1.example.com", "allowed"],
    ["ping.check", "example.com.evil.org", "policy"],
    ["http.request", "https://api.example.com:8443/x", "allowed"],
    ["http.request", "https://evil.org/?x=.example.com", "policy"],
    ["http.request", "no url", "policy"],
  ])("with hosts limited to *.example.com, %s %s is %s", (action, value, expected) => {
    expect(check(action, { hosts: ["*.example.com"] }, value)).toBe(expected);
  });
});
