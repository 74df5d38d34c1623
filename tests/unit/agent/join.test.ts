import { describe, expect, it } from "vitest";
import { nameFromHost, normalServer } from "../../../agent/join.ts";
import { allowedEnvironment } from "../../../agent/runner/process-starter.ts";

describe("joining", () => {
  it.each([
    ["Web-1.example.com", "web-1"],
    ["my_host", "my-host"],
    ["--x--", "x"],
    ["漢", "machine"],
    ["", "machine"],
  ])("makes of the host name %j the name %j", (host, name) => {
    expect(nameFromHost(host)).toBe(name);
  });

  it.each([
    ["http://10.0.0.1:8000/", "http://10.0.0.1:8000"],
    ["https://octopus.example.com/join?x=1", "https://octopus.example.com"],
  ])("takes %s for the server %s", (given, server) => {
    expect(normalServer(given)).toBe(server);
  });

  it.each(["octopus.example.com", "ftp://x", "file:///etc/passwd", ""])("refuses the address %j", (given) => {
    expect(() => normalServer(given)).toThrow("is no address");
  });
});

it("hands no secret of its environment to actions", () => {
  const environment = {
    PATH: "/bin",
    LANG: "C",
    LC_ALL: "C",
    TZ: "UTC",
    HOME: "/root",
    OCTOPUS_TOKEN: "x",
    LD_PRELOAD: "x",
  };
  expect(allowedEnvironment(environment)).toEqual({ PATH: "/bin", LANG: "C", LC_ALL: "C", TZ: "UTC" });
});
