import type { IncomingMessage } from "node:http";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { proxyTrust, requestSource } from "../../../../web/http/request-source.ts";

interface Sent {
  readonly from?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly httpVersion?: string;
}

function request({ from = "127.0.0.1", headers = {}, httpVersion = "1.1" }: Sent): IncomingMessage {
  const all = { host: "localhost:8000", ...headers };
  return { headers: all, httpVersion, socket: { remoteAddress: from } } as unknown as IncomingMessage;
}

const NOBODY = proxyTrust([], false);
const PROXY = proxyTrust(["10.0.0.7", "192.168.0.0/16", "fd00::/8"], false);
const address = fc.oneof(fc.ipV4(), fc.ipV6());

describe("where a request came from, without a trusted proxy", () => {
  it("is the other end of the connection, whatever it says", () => {
    fc.assert(
      fc.property(address, address, fc.boolean(), (from, claimed, trustOthers) => {
        const headers = {
          "x-forwarded-for": claimed,
          "x-forwarded-proto": "https",
          "x-forwarded-host": "evil.example",
          forwarded: `for=${claimed}`,
        };
        const trust = trustOthers && !from.startsWith("10.") ? proxyTrust(["10.0.0.7"], false) : NOBODY;
        const source = requestSource(request({ from, headers }), trust);
        expect(source).toEqual({ address: from, loopback: false, secure: false, host: "localhost:8000" });
      }),
    );
  });

  it.each(["127.0.0.1", "127.8.9.1", "::1", "::ffff:127.0.0.1"])("is this machine for %s", (from) => {
    expect(requestSource(request({ from }), NOBODY).loopback).toBe(true);
  });

  it.each([
    ["an address in the local network", { from: "192.168.1.7" }],
    ["X-Forwarded-For", { headers: { "x-forwarded-for": "127.0.0.1" } }],
    ["Forwarded", { headers: { forwarded: "for=127.0.0.1" } }],
    ["X-Real-IP", { headers: { "x-real-ip": "127.0.0.1" } }],
    ["X-Forwarded-Proto", { headers: { "x-forwarded-proto": "https" } }],
    ["Via", { headers: { via: "1.1 proxy" } }],
    ["the protocol of old proxies", { httpVersion: "1.0" }],
    ["a public name", { headers: { host: "octopus.example" } }],
    ["an address that is not local", { headers: { host: "203.0.113.9:8000" } }],
    ["no name at all", { headers: { host: "" } }],
  ])("is not this machine when it shows %s", (_what, sent) => {
    expect(requestSource(request(sent), NOBODY).loopback).toBe(false);
  });

  it("is private behind a proxy on this machine when the public address is one of TLS", () => {
    const trust = proxyTrust([], true);
    const headers = { "x-forwarded-for": "203.0.113.9" };
    expect(requestSource(request({ headers }), trust).secure).toBe(true);
    expect(requestSource(request({ from: "203.0.113.9", headers }), trust).secure).toBe(false);
  });
});

describe("where a request came from, through a trusted proxy", () => {
  const through = (headers: Readonly<Record<string, string>>, from = "10.0.0.7") =>
    requestSource(request({ from, headers }), PROXY);

  it("is the nearest address that no trusted proxy has; what the caller wrote before it is hearsay", () => {
    fc.assert(
      fc.property(fc.array(address, { maxLength: 4 }), fc.ipV4(), (lies, client) => {
        fc.pre(!client.startsWith("10.") && !client.startsWith("192.168."));
        const chain = [...lies, client, "192.168.3.4", "10.0.0.7"].join(", ");
        expect(through({ "x-forwarded-for": chain }).address).toBe(client);
      }),
    );
  });

  it.each([
    ["127.0.0.1", "127.0.0.1"],
    ["203.0.113.9:4711", "203.0.113.9"],
    ["[2001:db8::1]:443", "2001:db8::1"],
    ["unknown, 203.0.113.9", "203.0.113.9"],
    ["203.0.113.9, nonsense", "10.0.0.7"],
  ])("is read from X-Forwarded-For %j, and never counts as this machine", (header, expected) => {
    const source = through({ "x-forwarded-for": header });
    expect(source).toMatchObject({ address: expected, loopback: false });
  });

  it.each([
    ["https", true],
    ["HTTPS", true],
    ["http", false],
    ["https, http", false],
    ["", false],
  ])("is private when X-Forwarded-Proto is %j: %s", (proto, secure) => {
    expect(through({ "x-forwarded-proto": proto }).secure).toBe(secure);
  });

  it("has the name that the proxy was asked by, when it is one", () => {
    expect(through({ "x-forwarded-host": "octopus.example" }).host).toBe("octopus.example");
    expect(through({ "x-forwarded-host": "a b/../c" }).host).toBe("localhost:8000");
    expect(through({ "x-forwarded-host": "octopus.example" }, "10.0.0.8").host).toBe("localhost:8000");
  });

  it("is this machine for its own browser, also where a proxy on it is trusted", () => {
    const trust = proxyTrust(["127.0.0.1"], false);
    expect(requestSource(request({}), trust).loopback).toBe(true);
    expect(requestSource(request({ headers: { "x-forwarded-for": "127.0.0.1" } }), trust).loopback).toBe(false);
    expect(requestSource(request({ httpVersion: "1.0" }), trust).loopback).toBe(false);
    expect(requestSource(request({ headers: { host: "octopus.example" } }), trust).loopback).toBe(false);
  });

  it("is recognised in networks and in addresses that are written differently", () => {
    for (const from of ["192.168.200.1", "::ffff:10.0.0.7", "fd12::1"]) {
      expect(through({ "x-forwarded-for": "203.0.113.9" }, from).address).toBe("203.0.113.9");
    }
    for (const from of ["10.0.0.70", "193.168.0.1", "fe80::1"]) {
      expect(through({ "x-forwarded-for": "203.0.113.9" }, from).address).toBe(from);
    }
  });

  it.each(["proxy.example", "10.0.0.0/33", "10.0.0/8", "10.0.0.1/x", "", "::1/129"])("refuses to trust %j", (entry) => {
    expect(() => proxyTrust([entry], false)).toThrow(/expected one like 10\.0\.0\.7/);
  });
});
