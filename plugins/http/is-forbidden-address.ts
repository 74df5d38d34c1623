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

/** Networks of a company or a home; what answers there often trusts whoever can reach it. */
const PRIVATE = new BlockList();
PRIVATE.addSubnet("10.0.0.0", 8, "ipv4");
PRIVATE.addSubnet("172.16.0.0", 12, "ipv4");
PRIVATE.addSubnet("192.168.0.0", 16, "ipv4");
PRIVATE.addSubnet("100.64.0.0", 10, "ipv4");
PRIVATE.addSubnet("fc00::", 7, "ipv6");

/** Prefixes under which an IPv4 address hides in the last 32 bits of an IPv6 one: NAT64 and the old compatible form. */
const EMBEDDING = new BlockList();
EMBEDDING.addSubnet("64:ff9b::", 96, "ipv6");
EMBEDDING.addSubnet("::", 96, "ipv6");

/** True for link-local, metadata, multicast and reserved addresses, in every spelling; and for what is no address. */
export function isForbiddenAddress(address: string): boolean {
  return isIn(FORBIDDEN, address) ?? true;
}

/** True for addresses of private networks, in every spelling, but for those that the machine's owner allows. */
export function isPrivateAddress(address: string, allowed: readonly string[]): boolean {
  if (isIn(PRIVATE, address) !== true) return false;
  return !allowed.some((network) => network === "*" || isIn(listOf(network), address) === true);
}

/** "10.1.0.0/16" or a single address; what is neither allows nothing. */
function listOf(network: string): BlockList {
  const list = new BlockList();
  const [base = "", bits] = network.trim().split("/");
  const family = isIP(base) === 6 ? "ipv6" : "ipv4";
  try {
    if (bits === undefined) list.addAddress(base, family);
    else list.addSubnet(base, Number(bits), family);
  } catch {
    return new BlockList();
  }
  return list;
}

/** Undefined for what is no address. */
function isIn(list: BlockList, address: string): boolean | undefined {
  const bare = address.split("%", 1)[0] ?? "";
  const family = isIP(bare);
  if (family === 0) return undefined;
  if (family === 4) return list.check(bare, "ipv4");
  if (list.check(bare, "ipv6")) return true;
  return EMBEDDING.check(bare, "ipv6") && list.check(lastFourBytes(bare), "ipv4");
}

function lastFourBytes(address: string): string {
  const dotted = /(?:^|:)(\d{1,3}(?:\.\d{1,3}){3})$/.exec(address)?.[1];
  if (dotted !== undefined) return dotted;
  const canonical = new URL(`http://[${address}]/`).hostname.slice(1, -1);
  const [low = "0", high = "0"] = canonical.split(":").reverse();
  const [first, second] = [Number.parseInt(high || "0", 16), Number.parseInt(low || "0", 16)];
  return `${first >> 8}.${first & 255}.${second >> 8}.${second & 255}`;
}
