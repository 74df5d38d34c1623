import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { validator } from "../../core/kernel/validator.ts";

/** Lets the command line on the server's own machine speak for the first administrator. Mode 0600. */
export interface LocalCredential {
  readonly url: string;
  readonly token: string;
}

const decode = validator<LocalCredential>({
  type: "object",
  required: ["url", "token"],
  additionalProperties: false,
  properties: { url: { type: "string" }, token: { type: "string" } },
});

export const credentialFile = (dataDir: string) => join(dataDir, "command-line.json");

export function readLocalCredential(dataDir: string): LocalCredential | undefined {
  try {
    const decoded = decode(JSON.parse(readFileSync(credentialFile(dataDir), "utf8")));
    return decoded.ok ? decoded.value : undefined;
  } catch {
    return undefined;
  }
}

export function writeLocalCredential(dataDir: string, credential: LocalCredential): void {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const temporary = `${credentialFile(dataDir)}.new`;
  writeFileSync(temporary, `${JSON.stringify(credential)}\n`, { mode: 0o600 });
  renameSync(temporary, credentialFile(dataDir));
}
