import { writeSync } from "node:fs";
import { type FileHandle, open, readFile, rename } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Logger } from "../../core/kernel/logger.ts";
import { type AttemptKey, attemptKeyText } from "../../core/protocol/messages.ts";
import { applyRecord, type Spool, type SpoolEntry, type SpoolRecord } from "../engine/spool.ts";
import { encodeSpoolLine, parseSpool } from "./spool-line.ts";

interface FileSpoolOptions {
  readonly folder: string;
  readonly logger: Logger;
  /** New attempts are refused above this; results of accepted ones are still written. */
  readonly maxBytes?: number;
  /** The file is rewritten when it is larger than this and mostly dead. */
  readonly compactAboveBytes?: number;
}

interface Waiting {
  readonly text: string;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * The spool as one append-only file `spool.log`: a checksummed JSON record per line, all appends of an event-loop turn
 * in one write and one fsync. A torn end is cut off at load. Grows to twice what lives in it, then is rewritten beside
 * itself and renamed.
 */
export class FileSpool implements Spool {
  readonly #options: Required<FileSpoolOptions>;
  readonly #path: string;
  readonly #entries = new Map<string, SpoolEntry>();
  #file: FileHandle | undefined;
  #bytes = 0;
  #rewriteAtBytes = 0;
  #waiting: Waiting[] = [];
  #forgotten = "";
  #flushing = false;
  #isTidying = false;

  constructor(options: FileSpoolOptions) {
    this.#options = { maxBytes: 256 * 1024 * 1024, compactAboveBytes: 4 * 1024 * 1024, ...options };
    this.#path = join(options.folder, "spool.log");
  }

  async load(): Promise<readonly SpoolEntry[]> {
    const content = await readFile(this.#path).catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return Buffer.alloc(0);
      throw error;
    });
    const { records, soundBytes, damagedInside } = parseSpool(content);
    for (const record of records) applyRecord(this.#entries, record);
    if (soundBytes < content.length) {
      this.#options.logger.warn(
        { file: this.#path, droppedBytes: content.length - soundBytes, damagedInside },
        "the spool had an incomplete end or a damaged record",
      );
    }
    // The lost record may have said that something started; it must not start again.
    if (damagedInside) this.#assumeStarted();
    if (damagedInside || soundBytes === 0) await this.#rewrite();
    else await this.#reopen(soundBytes);
    return [...this.#entries.values()];
  }

  append(records: readonly SpoolRecord[]): Promise<void> {
    for (const record of records) applyRecord(this.#entries, record);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ text: records.map(encodeSpoolLine).join(""), resolve, reject });
      this.#schedule();
    });
  }

  forget(key: AttemptKey): void {
    if (!this.#entries.delete(attemptKeyText(key))) return;
    this.#forgotten += encodeSpoolLine({ kind: "removed", execution: key.execution, attempt: key.attempt });
  }

  /** Also true while the disk refuses to be written; being asked is what makes it try again. */
  isFull(): boolean {
    if (this.#file) return this.#bytes >= this.#options.maxBytes;
    this.append([]).catch((error: unknown) =>
      this.#options.logger.warn({ error }, "the spool still cannot be written"),
    );
    return true;
  }

  /** Where nothing lives in the file, empties it: what was done, and the secrets it was done with, need not stay there. */
  async tidy(): Promise<void> {
    if (this.#entries.size > 0 || this.#bytes === 0 || !this.#file) return;
    this.#isTidying = true;
    await this.append([]);
  }

  /** Writes what is waiting and closes the file. */
  async close(): Promise<void> {
    if (!this.#file) return;
    await this.append([]);
    await this.#file?.close();
    this.#file = undefined;
  }

  #schedule(): void {
    if (this.#flushing) return;
    this.#flushing = true;
    // Not at once: what else is appended in this turn goes to the disk with it.
    process.nextTick(() => void this.#flushAll());
  }

  async #flushAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting;
      this.#waiting = [];
      try {
        await this.#flush(this.#forgotten + batch.map((one) => one.text).join(""));
        for (const one of batch) one.resolve();
      } catch (error) {
        for (const one of batch) one.reject(error);
      }
    }
    this.#flushing = false;
  }

  async #flush(text: string): Promise<void> {
    this.#forgotten = "";
    const isTidying = this.#isTidying;
    this.#isTidying = false;
    if (text === "" && this.#file && !isTidying) return;
    if (isTidying || this.#bytes > this.#rewriteAtBytes) return this.#rewrite(); // the entries already hold what this batch says
    const file = this.#file;
    if (!file) return this.#rewrite(); // after a failed write the end of the file is unknown; a fresh one is not
    try {
      const data = Buffer.from(text);
      // The system's cache takes a few hundred bytes in microseconds; the disk is what must be waited for elsewhere.
      for (let written = 0; written < data.length; ) written += writeSync(file.fd, data, written);
      await file.datasync();
      this.#bytes += data.length;
    } catch (error) {
      this.#file = undefined;
      await file.close().catch(() => undefined);
      throw error;
    }
  }

  #liveText(): string {
    return [...this.#entries.values()].flatMap(recordsOf).map(encodeSpoolLine).join("");
  }

  async #rewrite(): Promise<void> {
    const fresh = `${this.#path}.new`;
    const data = Buffer.from(this.#liveText());
    const file = await open(fresh, "w", 0o600);
    try {
      await file.writeFile(data);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(fresh, this.#path);
    const folder = await open(dirname(this.#path), "r");
    await folder.sync().finally(() => folder.close());
    this.#rewriteAtBytes = Math.max(this.#options.compactAboveBytes, 2 * data.length);
    await this.#reopen(data.length);
  }

  async #reopen(length: number): Promise<void> {
    await this.#file?.close();
    this.#file = await open(this.#path, "a", 0o600);
    await this.#file.truncate(length);
    await this.#file.sync();
    this.#bytes = length;
    this.#rewriteAtBytes = Math.max(this.#rewriteAtBytes, this.#options.compactAboveBytes);
  }

  #assumeStarted(): void {
    for (const [key, entry] of this.#entries) {
      if (entry.phase === "accepted") this.#entries.set(key, { phase: "started", offer: entry.offer });
    }
  }
}

function recordsOf(entry: SpoolEntry): readonly SpoolRecord[] {
  if (entry.phase === "finished") return [{ kind: "finished", result: entry.result }];
  const accepted: SpoolRecord = { kind: "accepted", offer: entry.offer };
  if (entry.phase === "accepted") return [accepted];
  return [accepted, { kind: "started", execution: entry.offer.execution, attempt: entry.offer.attempt }];
}
