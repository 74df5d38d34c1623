import { OctopusError } from "../kernel/errors.ts";

/** As in the join request: what a host name may look like, lower case. */
const PATTERN = /^[a-z0-9](?:[a-z0-9.-]{0,61}[a-z0-9])?$/;

/** Throws `request.invalid`. */
export function assertMachineName(name: string): void {
  if (PATTERN.test(name)) return;
  const got = JSON.stringify(name.slice(0, 80));
  const rule =
    "A machine's name has 1 to 63 lower-case letters, digits, dots and hyphens, and ends in neither of the latter";
  throw new OctopusError("request.invalid", `${rule} (got ${got}).`);
}
