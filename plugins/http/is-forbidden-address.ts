import { BlockList, isIP } from "node:net";

/** Where clouds hand out credentials to whoever asks from the inside, and what is no single machine. */
const FORBIDDEN = new BlockList();
FORBIDDEN.addSubnet("169.254.0.0", 16, "ipv4");
FORBIDDEN.addSubnet("fe80::", 10, "ipv6");
FORBIDDEN.addAddress("fd00:ec2::254", "ipv6");
FORBIDDEN.addAddress("fd20:ce::254", "ipv6");
FORBIDDEN.addAddress("100.100.100.200", "ipv4");
FORBIDDEN.addAddress("168.63.129.16", "ipv4");
FORBIDDEN.addAddress("192.0.0.192", "ipv4");
FORBIDDEN.addSubnet("224.0.0.0", 3, "ipv4");
FORBIDDEN.addSubnet("ff00::", 8, "ipv6");

/** Prefixes under which an IPv4 address hides in the last 32 bits of an IPv6 one: NAT64 and the old compatible form. */
const EMBEDDING = new BlockList();
EMBEDDING.addSubnet("64:ff9b::", 96, "ipv6");
EMBEDDING.addSubnet("::", 96, "ipv6");

/** True for link-local, metadata, multicast and reserved addresses, in every spelling; and for what is no address. */
export function isForbiddenAddress(address: string): boolean {
  const bare = address.split("%", 1)[0] ?? "";
  const family = isIP(bare);
  if (family === 0) return true;
  if (family === 4) return FORBIDDEN.check(bare, "ipv4");
  if (FORBIDDEN.check(bare, "ipv6")) return true;
  return EMBEDDING.check(bare, "ipv6") && FORBIDDEN.check(lastFourBytes(bare), "ipv4");
}

function lastFourBytes(address: string): string {
  const dotted = /(?:^|:)(\d{1,3}(?:\.\d{1,3}){3})$/.exec(address)?.[1];
  if (dotted !== undefined) return dotted;
  const canonical = new URL(`http://[${address}]/`).hostname.slice(1, -1);
  const [low = "0", high = "0"] = canonical.split(":").reverse();
  const [first, second] = [Number.parseInt(high || "0", 16), Number.parseInt(low || "0", 16)];
  return `${first >> 8}.${first & 255}.${second >> 8}.${second & 255}`;
}
