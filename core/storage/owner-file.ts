import { chmodSync, closeSync, openSync } from "node:fs";

/** Makes sure that a file is there and that only its owner can read it; what SQLite puts beside it follows its mode. */
export function ownerFile(path: string): void {
  closeSync(openSync(path, "a", 0o600));
  chmodSync(path, 0o600);
}
