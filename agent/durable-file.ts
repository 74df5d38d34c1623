import { open, rename } from "node:fs/promises";
import { dirname } from "node:path";

/** Makes a rename or a new file in the folder survive a power cut. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  await handle.sync().finally(() => handle.close());
}

/** Writes a new file with exactly this mode, flushed to the disk; fails when it exists. */
export async function writeSynced(path: string, content: Buffer | string, mode: number): Promise<void> {
  const handle = await open(path, "wx", mode);
  try {
    await handle.chmod(mode);
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Replaces a file as a whole: after a crash it is the old one or the new one. `temporary` must be beside it. */
export async function replaceFile(path: string, temporary: string, content: string, mode: number): Promise<void> {
  await writeSynced(temporary, content, mode);
  await rename(temporary, path);
  await syncFolder(dirname(path));
}
