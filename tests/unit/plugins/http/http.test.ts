import { describe, expect, it } from "vitest";
import { describeNetworkError } from "../../../../plugins/http/follow-redirects.ts";
import { isForbiddenAddress, isPrivateAddress } from "../../../../plugins/http/is-forbidden-address.ts";
import { resolveHost } from "../../../../plugins/http/resolve-host.ts";

describe("S16: addresses that are never asked", () => {
  it.each([
    "169.254.169.254",
    "169.254.0.1",
    "::ffff:169.254.169.254",
    "::ffff:a9fe:a9fe",
    "64:ff9b::a9fe:a9fe",
    "::169.254.169.254",
    "fe80::1",
    "fe80::1%eth0",
    "fd00:ec2::254",
    "100.100.100.200",
    "168.63.129.16",
    "224.0.0.1",
    "255.255.255.255",
    "ff02::1",
    "no address",
    "",
  ])("refuses %j", (address) => expect(isForbiddenAddress(address)).toBe(true));

  it.each(["127.0.0.1", "::1", "10.0.0.5", "192.168.1.1", "93.184.216.34", "2606:2800:220:1::1", "64:ff9b::808:808"])(
    "allows %s",
    (address) => expect(isForbiddenAddress(address)).toBe(false),
  );
});

describe("S16: resolving a host", () => {
  const nobody = () => Promise.reject(new Error("not asked"));

  it.each([
    "http://2852039166/",
    "http://0xa9fea9fe/",
    "http://169.254.43518/",
    "http://0251.0376.0251.0376/",
    "http://[::ffff:169.254.169.254]/",
  ])("refuses the disguised literal %s without asking anybody", async (url) => {
    const resolved = await resolveHost(new URL(url), nobody, []);
    expect(resolved).toMatchObject({ ok: false, problem: expect.stringContaining("is not allowed") });
  });

  it("refuses a name as soon as one of its addresses is forbidden", async () => {
    const lookup = async () => [
      { address: "93.184.216.34", family: 4 },
      { address: "169.254.169.254", family: 4 },
    ];
    expect(await resolveHost(new URL("http://sly.example/"), lookup, [])).toEqual({
      ok: false,
      problem: "sly.example (169.254.169.254) is not allowed: it is a link-local, metadata or multicast address",
    });
  });

  it("gives the addresses to connect to, and says when a name is not known", async () => {
    const one = [{ address: "10.0.0.5", family: 4 }];
    expect(await resolveHost(new URL("http://web.example/"), async () => one, ["10.0.0.0/8"])).toEqual({
      ok: true,
      addresses: one,
    });
    expect(await resolveHost(new URL("http://[::1]:80/"), nobody, [])).toEqual({
      ok: true,
      addresses: [{ address: "::1", family: 6 }],
    });
    expect(await resolveHost(new URL("http://gone.example/"), nobody, [])).toMatchObject({
      ok: false,
      problem: "the name gone.example is not known here",
    });
  });
});

describe("network errors", () => {
  it.each([
    [{ code: "ECONNREFUSED", message: "connect ECONNREFUSED" }, "the connection was refused"],
    [{ code: "", message: "", errors: [{ code: "ETIMEDOUT" }] }, "no answer in time"],
    [{ code: "HPE_INVALID", message: "Parse Error" }, "Parse Error (HPE_INVALID)"],
  ])("are told in words", (error, sentence) => expect(describeNetworkError(error)).toBe(sentence));
});

describe("S16: addresses of private networks", () => {
  const INSIDE = [
    "10.0.0.5",
    "172.16.0.1",
    "192.168.1.1",
    "100.64.3.2",
    "fd12::1",
    "::ffff:10.0.0.5",
    "64:ff9b::a00:5",
  ];

  it.each(INSIDE)("%s is not reached unless the machine's owner allows it", async (address) => {
    expect(isPrivateAddress(address, [])).toBe(true);
    expect(isPrivateAddress(address, ["203.0.113.0/24", "nonsense", "10.0.0.0/99", ""])).toBe(true);
    expect(isPrivateAddress(address, ["*"])).toBe(false);
  });

  it("are allowed by network and one by one, in every spelling", () => {
    expect(isPrivateAddress("10.0.0.5", ["10.0.0.0/8"])).toBe(false);
    expect(isPrivateAddress("::ffff:10.0.0.5", ["10.0.0.5"])).toBe(false);
    expect(isPrivateAddress("64:ff9b::a00:5", ["10.0.0.0/24"])).toBe(false);
    expect(isPrivateAddress("10.0.1.5", ["10.0.0.0/24"])).toBe(true);
    expect(isPrivateAddress("fd12::1", ["fd12::/16"])).toBe(false);
  });

  it.each(["127.0.0.1", "::1", "93.184.216.34", "172.32.0.1", "11.0.0.1"])("%s is none", (address) => {
    expect(isPrivateAddress(address, [])).toBe(false);
  });

  it("are refused with what to do about it, also behind a name", async () => {
    const lookup = async () => [{ address: "192.168.1.20", family: 4 }];
    const resolved = await resolveHost(new URL("http://printer.example/"), lookup, ["10.0.0.0/8"]);
    expect(resolved).toEqual({
      ok: false,
      problem:
        'printer.example (192.168.1.20) is not allowed: it is in a private network; whoever owns the machine allows it with "privateNetworks": ["192.168.1.20"] in its agent\'s policy.json',
    });
  });
});
