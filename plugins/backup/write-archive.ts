import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { open } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { createInterface } from "node:readline";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";

interface Written {
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly fileCount: number;
  /** tar's exit code: 0, 1 when files changed while they were read, otherwise something is missing. */
  readonly exitCode: number | null;
  /** What tar complained about. */
  readonly problems: readonly string[];
}

const MOST_PROBLEMS = 100;
const BLOCK = 512;

/**
 * Streams the source through tar and gzip into a new file, which is on the disk when this resolves. Rejects like
 * node:fs when the file exists or cannot be written, or like spawn when there is no tar.
 */
export async function writeArchive(source: string, file: string, signal: AbortSignal): Promise<Written> {
  const target = await open(file, "wx", 0o600);
  try {
    const tar = spawn("tar", ["-C", dirname(source), "-cf", "-", "--", `./${basename(source)}`], {
      stdio: ["ignore", "pipe", "pipe"],
      signal,
    });
    const problems: string[] = [];
    createInterface({ input: tar.stderr }).on("line", (line) => {
      if (problems.length < MOST_PROBLEMS && !/Removing leading|Exiting with failure/.test(line)) problems.push(line);
    });
    const ended = new Promise<number | null>((resolve, reject) => {
      tar.once("error", reject);
      tar.once("close", resolve);
    });
    const [counter, digest] = [tarCounter(), hasher()];
    const write = async (chunks: AsyncIterable<Buffer>) => {
      for await (const chunk of chunks) await target.writeFile(chunk);
    };
    const packed = pipeline(tar.stdout, counter.stream, createGzip(), digest.stream, write);
    const [tarEnd, streamEnd] = await Promise.allSettled([ended, packed]);
    if (tarEnd.status === "rejected") throw tarEnd.reason;
    if (streamEnd.status === "rejected") throw streamEnd.reason;
    await target.sync();
    const { bytes, sha256 } = digest.result();
    return { sizeBytes: bytes, sha256, fileCount: counter.files(), exitCode: tarEnd.value, problems };
  } finally {
    await target.close();
  }
}

function hasher(): { stream: Transform; result(): { bytes: number; sha256: string } } {
  const hash = createHash("sha256");
  let bytes = 0;
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      bytes += chunk.length;
      done(null, chunk);
    },
  });
  return { stream, result: () => ({ bytes, sha256: hash.digest("hex") }) };
}

/** Counts the ordinary files of a tar stream by walking its headers. */
function tarCounter(): { stream: Transform; files(): number } {
  let files = 0;
  let skip = 0;
  let header = Buffer.alloc(0);
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      let at = 0;
      while (at < chunk.length) {
        if (skip > 0) {
          const step = Math.min(skip, chunk.length - at);
          skip -= step;
          at += step;
          continue;
        }
        const part = chunk.subarray(at, at + BLOCK - header.length);
        header = Buffer.concat([header, part]);
        at += part.length;
        if (header.length < BLOCK) break;
        const entry = readHeader(header);
        if (entry.isFile) files += 1;
        skip = Math.ceil(entry.bytes / BLOCK) * BLOCK;
        header = Buffer.alloc(0);
      }
      done(null, chunk);
    },
  });
  return { stream, files: () => files };
}

function readHeader(header: Buffer): { readonly isFile: boolean; readonly bytes: number } {
  if (header[0] === 0) return { isFile: false, bytes: 0 };
  const kind = String.fromCharCode(header[156] ?? 0);
  const isLarge = ((header[124] ?? 0) & 0x80) !== 0;
  const bytes = isLarge
    ? Number(header.readBigUInt64BE(128))
    : Number.parseInt(header.toString("latin1", 124, 136), 8) || 0;
  return { isFile: kind === "0" || kind === "\0" || kind === "7", bytes };
}
