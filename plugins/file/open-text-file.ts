import { constants, type Stats } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { describeFileError } from "../../core/plugin-api/answers.ts";

type Opened =
  | { readonly ok: true; readonly file: FileHandle; readonly stats: Stats }
  | { readonly ok: false; readonly problem: string };

/**
 * Opens an ordinary file for reading; the caller closes it. Devices, pipes and sockets are refused: reading them may
 * wait for ever or change something.
 */
export async function openTextFile(path: string): Promise<Opened> {
  let file: FileHandle | undefined;
  try {
    file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const stats = await file.stat();
    if (stats.isFile()) return { ok: true, file, stats };
    await file.close();
    return { ok: false, problem: `${path} is ${stats.isDirectory() ? "a folder" : "no ordinary file"}` };
  } catch (error) {
    await file?.close();
    return { ok: false, problem: describeFileError(error, path) };
  }
}

/** Bytes from `position` on, at most `length`, fewer at the end of the file. */
export async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await file.read(buffer, filled, length - filled, position + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}
