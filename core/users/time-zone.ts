import { OctopusError } from "../kernel/errors.ts";

export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** Throws `request.invalid` unless this is an IANA zone that this machine knows. */
export function assertTimeZone(name: string): void {
  if (isTimeZone(name)) return;
  const got = JSON.stringify(name.slice(0, 60));
  throw new OctopusError("request.invalid", `The time zone must be an IANA name like "Europe/Berlin" (got ${got}).`);
}
