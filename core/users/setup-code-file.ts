import { open, rm } from "node:fs/promises";

/** Where the set-up code is left for the person who sits at the server. */
export interface SetupCodeFile {
  write(code: string): Promise<void>;
  remove(): Promise<void>;
}

/** A file that only its owner can read. */
export function setupCodeFile(path: string): SetupCodeFile {
  return {
    async write(code) {
      await rm(path, { force: true });
      const file = await open(path, "wx", 0o600);
      try {
        await file.writeFile(`${code}\n`);
      } finally {
        await file.close();
      }
    },
    remove: () => rm(path, { force: true }),
  };
}
