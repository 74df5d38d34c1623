import type { IncomingMessage } from "node:http";
import { BlockList, isIP } from "node:net";
import { OctopusError } from "../../core/kernel/errors.ts";
import { hostName, isLoopback } from "./addresses.ts";

/** Where a request came from, as far as it can be known. */
export interface RequestSource {
  /** Of the caller; behind a trusted proxy the one that it names. */
  readonly address: string;
  /** On the server's own machine, with no proxy in between. */
  readonly loopback: boolean;
  /** It crossed the network under TLS. */
  readonly secure: boolean;
  /** The name under which this server was asked; not checked yet. */
  readonly host: string | undefined;
}

export interface ProxyTrust {
  isTrusted(address: string): boolean;
  /** The public address of this server is one of TLS. */
  readonly siteIsSecure: boolean;
}

/** `proxies`: addresses or networks ("10.0.0.0/8"). Throws `config.invalid` for anything else. */
export function proxyTrust(proxies: readonly string[], siteIsSecure: boolean): ProxyTrust {
  const list = new BlockList();
  for (const proxy of proxies) add(list, proxy);
  return {
    siteIsSecure,
    isTrusted(address) {
      if (proxies.length === 0) return false;
      const plain = plainAddress(address);
      const family = isIP(plain);
      return family !== 0 && list.check(plain, family === 4 ? "ipv4" : "ipv6");
    },
  };
}

/** What the X-Forwarded headers say counts only when the other end of the connection is a trusted proxy. */
export function requestSource(request: IncomingMessage, trust: ProxyTrust): RequestSource {
  const peer = plainAddress(request.socket.remoteAddress ?? "unknown");
  const { host } = request.headers;
  const direct = !cameThroughProxy(request);
  if (trust.isTrusted(peer) && !direct) {
    const forwardedHost = lastOf(request.headers["x-forwarded-host"]);
    return {
      address: clientBehind(peer, request, trust),
      loopback: false,
      secure: isForwardedSecure(request) ?? trust.siteIsSecure,
      host: forwardedHost !== undefined && hostName(forwardedHost) !== undefined ? forwardedHost : host,
    };
  }
  // A proxy on this very machine may end the TLS of the public address without being configured here.
  const secure = trust.siteIsSecure && isLoopback(peer) && !direct;
  return { address: peer, loopback: isLoopback(peer) && direct && isLocalName(host), secure, host };
}

const TRACES = ["x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip", "forwarded", "via"];

/** Proxies that leave no header at all still speak the old protocol, which no browser does. */
function cameThroughProxy(request: IncomingMessage): boolean {
  return request.httpVersion === "1.0" || TRACES.some((name) => request.headers[name] !== undefined);
}

function isLocalName(host: string | undefined): boolean {
  const name = host === undefined ? undefined : hostName(host);
  return name !== undefined && (name === "localhost" || isLoopback(name));
}

/** From our side outwards: the first address that no trusted proxy has. What stands before it is hearsay. */
function clientBehind(peer: string, request: IncomingMessage, trust: ProxyTrust): string {
  const hops = listOf(request.headers["x-forwarded-for"]).slice(-20).reverse();
  let known = peer;
  for (const hop of hops) {
    const address = plainAddress(hop);
    if (isIP(address) === 0) return known;
    known = address;
    if (!trust.isTrusted(address)) return known;
  }
  return known;
}

function isForwardedSecure(request: IncomingMessage): boolean | undefined {
  const words = listOf(request.headers["x-forwarded-proto"]);
  return words.length === 0 ? undefined : words.every((word) => word.toLowerCase() === "https");
}

function lastOf(header: string | readonly string[] | undefined): string | undefined {
  return listOf(header).at(-1);
}

function listOf(header: string | readonly string[] | undefined): readonly string[] {
  const text = typeof header === "string" ? header : (header ?? []).join(",");
  return text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

/** "::ffff:10.0.0.1", "10.0.0.1:4711" and "[::1]:80" without what surrounds the address. */
function plainAddress(text: string): string {
  const [, bracketed] = /^\[([0-9a-f:.]+)\](?::\d+)?$/i.exec(text) ?? [];
  const [, withPort] = /^(\d+(?:\.\d+){3}):\d+$/.exec(text) ?? [];
  return (bracketed ?? withPort ?? text).replace(/^::ffff:(?=\d+\.)/i, "");
}

function add(list: BlockList, entry: string): void {
  const [address = "", length] = entry.split("/");
  const family = isIP(address) === 4 ? "ipv4" : "ipv6";
  const most = family === "ipv4" ? 32 : 128;
  const bits = length === undefined ? most : Number(length);
  if (isIP(address) === 0 || !/^\d*$/.test(length ?? "") || !(bits <= most)) {
    const sentence = `trustedProxies: "${entry.slice(0, 80)}" is no address; expected one like 10.0.0.7 or 10.0.0.0/8.`;
    throw new OctopusError("config.invalid", sentence);
  }
  list.addSubnet(address, bits, family);
}
