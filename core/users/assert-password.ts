import { OctopusError } from "../kernel/errors.ts";
import { trimEndSigns } from "../kernel/trim-signs.ts";
import { nameKey } from "./user-name.ts";

const SHORTEST = 12;
const LONGEST = 256;
const FEWEST_DIFFERENT = 5;
/** What people type when they are made to type twelve characters; compared without regard to case. */
const COMMON: readonly string[] = [
  "123456789012",
  "1234567890123",
  "12345678901234",
  "administrator",
  "adminadminadmin",
  "changemechangeme",
  "correcthorsebatterystaple",
  "letmeinletmein",
  "octopusoctopus",
  "passwordpassword",
  "password1234",
  "password12345",
  "password123456",
  "q1w2e3r4t5y6",
  "qwertyuiop12",
  "qwertyuiop123",
  "qwertyuiopasdf",
  "welcomewelcome",
];

/** Throws `user.weak-password` with the rule that is broken, never with the password. */
export function assertPassword(password: string, userName: string): void {
  const problem = problemOf(password, userName);
  if (problem !== undefined) throw new OctopusError("user.weak-password", problem);
}

function problemOf(password: string, userName: string): string | undefined {
  const length = [...password].length;
  if (length < SHORTEST) return `The password must have at least ${SHORTEST} characters; it has ${length}.`;
  if (password.length > LONGEST) return `The password must have at most ${LONGEST} characters.`;
  if (new Set(password).size < FEWEST_DIFFERENT) {
    return `The password repeats too few characters; use at least ${FEWEST_DIFFERENT} different ones.`;
  }
  if (isCommon(password)) return "This password is one of the first that others would try; choose another.";
  const rest = password.toLowerCase().replaceAll(nameKey(userName), "");
  if (userName !== "" && rest.length < 4) return "The password must not be made of the user's name.";
  return undefined;
}

function isCommon(password: string): boolean {
  const lower = password.toLowerCase();
  return COMMON.includes(lower) || COMMON.includes(trimEndSigns(lower, "!.?"));
}
