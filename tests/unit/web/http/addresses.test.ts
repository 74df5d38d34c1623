import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { allowsHost, allowsOrigin, hostName, isLoopback } from "../../../../web/http/addresses.ts";

describe("isLoopback", () => {
  it.each(["127.0.0.1", "127.8.9.1", "::1", "::ffff:127.0.0.1"])("knows %s as this machine", (address) => {
    expect(isLoopback(address)).toBe(true);
  });
  it.each(["10.0.0.1", "::ffff:10.0.0.1", "127.0.0.1.evil.example", "1270.0.0.1", "::2", "", "unknown"])(
    "does not take %j for this machine",
    (address) => {
      expect(isLoopback(address)).toBe(false);
    },
  );
});

describe("hostName", () => {
  it.each([
    ["Web-1:8000", "web-1"],
    ["[::1]:8000", "::1"],
    ["octopus.example.", "octopus.example"],
    ["10.0.0.1", "10.0.0.1"],
  ])("reads %s as %s", (host, name) => {
    expect(hostName(host)).toBe(name);
  });
  it.each(["", ":8000", "a b", "a/b", "user@host", "host:port", "[::1", "-a"])("refuses %j", (host) => {
    expect(hostName(host)).toBeUndefined();
  });
});

describe("allowsHost", () => {
  it("allows no name but localhost and the configured ones, whatever is tried", () => {
    const name = fc.domain().filter((domain) => domain !== "octopus.example");
    fc.assert(fc.property(name, (domain) => !allowsHost(domain, ["octopus.example"])));
  });
  it("allows every address, which no foreign name can stand for", () => {
    fc.assert(fc.property(fc.ipV4(), fc.nat(65_535), (address, port) => allowsHost(`${address}:${port}`, [])));
  });
  it("refuses a missing header", () => {
    expect(allowsHost(undefined, [])).toBe(false);
  });
});

describe("allowsOrigin", () => {
  it("takes the site that was asked itself, by name and port", () => {
    expect(allowsOrigin("http://localhost:8000", "localhost:8000", [])).toBe(true);
    expect(allowsOrigin("https://Octopus.example", "octopus.example", [])).toBe(true);
  });
  it.each([
    "http://localhost:8001",
    "null",
    "file://",
    "http://localhost:8000.evil.example",
    "http://localhost:8000@evil.example",
    "",
  ])("refuses %j", (origin) => {
    expect(allowsOrigin(origin, "localhost:8000", [])).toBe(false);
  });
});
