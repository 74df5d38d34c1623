import { OctopusError } from "../kernel/errors.ts";
import { isKnownZone } from "../kernel/wall-time.ts";

/** Throws `request.invalid` unless this is an IANA zone that this machine knows. */
export function assertTimeZone(name: string): void {
  if (isKnownZone(name)) return;
  const got = JSON.stringify(name.slice(0, 60));
  throw new OctopusError("request.invalid", `The time zone must be an IANA name like "Europe/Berlin" (got ${got}).`);
}
