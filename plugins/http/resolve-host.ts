import type { LookupAddress } from "node:dns";
import { isIP } from "node:net";
import { isForbiddenAddress, isPrivateAddress } from "./is-forbidden-address.ts";

export type Lookup = (host: string) => Promise<readonly LookupAddress[]>;

type Resolved =
  | { readonly ok: true; readonly addresses: readonly LookupAddress[] }
  | { readonly ok: false; readonly problem: string };

/**
 * The addresses to connect to, and to no others: a literal after URL parsing (which turns 2852039166 into
 * 169.254.169.254), or what the name resolves to now. One forbidden address refuses them all, and so does one of a
 * private network that is not among `privateNetworks`. The machine itself is always allowed.
 */
export async function resolveHost(url: URL, lookup: Lookup, privateNetworks: readonly string[]): Promise<Resolved> {
  const host = url.hostname.replace(/^\[(.*)\]$/, "$1");
  const family = isIP(host);
  const addresses = family === 0 ? await lookup(host).catch(() => []) : [{ address: host, family }];
  if (addresses.length === 0) return { ok: false, problem: `the name ${host} is not known here` };
  const named = (address: string) => (address === host ? host : `${host} (${address})`);
  const forbidden = addresses.find(({ address }) => isForbiddenAddress(address));
  if (forbidden) {
    const problem = `${named(forbidden.address)} is not allowed: it is a link-local, metadata or multicast address`;
    return { ok: false, problem };
  }
  const inside = addresses.find(({ address }) => isPrivateAddress(address, privateNetworks));
  if (!inside) return { ok: true, addresses };
  const way = `whoever owns the machine allows it with "privateNetworks": ["${inside.address}"] in its agent's policy.json`;
  return { ok: false, problem: `${named(inside.address)} is not allowed: it is in a private network; ${way}` };
}
