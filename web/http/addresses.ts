import { isIP } from "node:net";

/** Whether an IP address, also one mapped into IPv6, is of this machine itself. */
export function isLoopback(address: string): boolean {
  const plain = address.replace(/^::ffff:/i, "");
  return plain === "::1" || (isIP(plain) === 4 && plain.startsWith("127."));
}

/** "web-1:8000" -> "web-1", "[::1]:8000" -> "::1"; undefined when the text is no host. */
export function hostName(host: string): string | undefined {
  const match = /^(?:\[([0-9a-f:.]{2,45})\]|([a-z0-9][a-z0-9._-]{0,252}))(?::\d{1,5})?$/i.exec(host);
  return (match?.[1] ?? match?.[2]?.replace(/\.$/, ""))?.toLowerCase();
}

/**
 * Which Host headers are ours. A site that points its own name at our address (DNS rebinding) always sends its name, so
 * addresses and "localhost" are safe, and every other name must be configured.
 */
export function allowsHost(host: string | undefined, names: readonly string[]): boolean {
  const name = host === undefined ? undefined : hostName(host);
  if (name === undefined) return false;
  return isIP(name) !== 0 || name === "localhost" || names.includes(name);
}

/** Whether a browser's Origin is this very site (same host and port as it asked for) or one that was configured. */
export function allowsOrigin(origin: string, host: string | undefined, origins: readonly string[]): boolean {
  if (origins.includes(origin)) return true;
  const [, authority] = /^https?:\/\/([^/]+)$/i.exec(origin) ?? [];
  return authority !== undefined && host !== undefined && authority.toLowerCase() === host.toLowerCase();
}
