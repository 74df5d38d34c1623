import { createHmac, timingSafeEqual } from "node:crypto";

/** How far Slack's clock and ours may lie apart, in either direction. */
const WINDOW_SECONDS = 300;

interface Signed {
  readonly secret: string;
  /** The body byte for byte. */
  readonly body: Buffer;
  readonly timestamp: unknown;
  readonly signature: unknown;
  readonly now: number;
}

/** Whether Slack sent this, just now. Replays inside the window are for the inbox to find. Pure. */
export function isSignedBySlack({ secret, body, timestamp, signature, now }: Signed): boolean {
  if (typeof timestamp !== "string" || typeof signature !== "string") return false;
  if (!/^\d{1,12}$/.test(timestamp) || !/^v0=[0-9a-f]{64}$/.test(signature)) return false;
  if (Math.abs(Math.floor(now / 1000) - Number(timestamp)) > WINDOW_SECONDS) return false;
  const expected = createHmac("sha256", secret).update(`v0:${timestamp}:`).update(body).digest();
  return timingSafeEqual(expected, Buffer.from(signature.slice(3), "hex"));
}
