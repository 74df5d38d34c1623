import type { LookupAddress } from "node:dns";
import { isIP } from "node:net";
import { isForbiddenAddress } from "./is-forbidden-address.ts";

export type Lookup = (host: string) => Promise<readonly LookupAddress[]>;

type Resolved =
  | { readonly ok: true; readonly addresses: readonly LookupAddress[] }
  | { readonly ok: false; readonly problem: string };

/**
 * The addresses to connect to, and to no others: a literal after URL parsing (which turns 2852039166 into
 * 169.254.169.254), or what the name resolves to now. One forbidden address refuses them all.
 */
export async function resolveHost(url: URL, lookup: Lookup): Promise<Resolved> {
  const host = url.hostname.replace(/^\[(.*)\]$/, "$1");
  const family = isIP(host);
  const addresses = family === 0 ? await lookup(host).catch(() => []) : [{ address: host, family }];
  if (addresses.length === 0) return { ok: false, problem: `the name ${host} is not known here` };
  const forbidden = addresses.find(({ address }) => isForbiddenAddress(address));
  if (!forbidden) return { ok: true, addresses };
  const named = forbidden.address === host ? host : `${host} (${forbidden.address})`;
  return { ok: false, problem: `${named} is not allowed: it is a link-local, metadata or multicast address` };
}
