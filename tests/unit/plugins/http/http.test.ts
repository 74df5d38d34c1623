import { describe, expect, it } from "vitest";
import { describeNetworkError } from "../../../../plugins/http/follow-redirects.ts";
import { isForbiddenAddress } from "../../../../plugins/http/is-forbidden-address.ts";
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
    const resolved = await resolveHost(new URL(url), nobody);
    expect(resolved).toMatchObject({ ok: false, problem: expect.stringContaining("is not allowed") });
  });

  it("refuses a name as soon as one of its addresses is forbidden", async () => {
    const lookup = async () => [
      { address: "93.184.216.34", family: 4 },
      { address: "169.254.169.254", family: 4 },
    ];
    expect(await resolveHost(new URL("http://sly.example/"), lookup)).toEqual({
      ok: false,
      problem: "sly.example (169.254.169.254) is not allowed: it is a link-local, metadata or multicast address",
    });
  });

  it("gives the addresses to connect to, and says when a name is not known", async () => {
    const one = [{ address: "10.0.0.5", family: 4 }];
    expect(await resolveHost(new URL("http://web.example/"), async () => one)).toEqual({ ok: true, addresses: one });
    expect(await resolveHost(new URL("http://[::1]:80/"), nobody)).toEqual({
      ok: true,
      addresses: [{ address: "::1", family: 6 }],
    });
    expect(await resolveHost(new URL("http://gone.example/"), nobody)).toMatchObject({
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
