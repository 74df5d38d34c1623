import { OctopusError } from "../kernel/errors.ts";

const LONGEST_NAME = 60;
/** Letters, digits and a few marks of any script, single spaces inside; nothing invisible, nothing that reorders text. */
const PATTERN = /^[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}._@'-]| (?! ))*$/u;
/** They stand for the program itself in the audit log. */
const RESERVED: readonly string[] = ["system", "octopus", "schedule"];

/** Two names with the same key are the same name. */
export function nameKey(name: string): string {
  return name.normalize("NFKC").toLowerCase();
}

/** Throws `request.invalid` with what is wrong. */
export function assertUserName(name: string): void {
  const problem = problemOf(name);
  if (problem === undefined) return;
  throw new OctopusError("request.invalid", `The name ${problem} (got ${JSON.stringify(name.slice(0, 80))}).`);
}

function problemOf(name: string): string | undefined {
  if (name.length === 0) return "must not be empty";
  if (name.length > LONGEST_NAME) return `must have at most ${LONGEST_NAME} characters`;
  if (name !== name.normalize("NFKC")) return "must not use look-alike forms of letters";
  if (!PATTERN.test(name) || name.endsWith(" ")) {
    return "must begin with a letter or digit and have only letters, digits, single spaces and . _ @ ' -";
  }
  return RESERVED.includes(nameKey(name)) ? "is reserved for the program" : undefined;
}
