/** Reads at most `length` bytes from `position` on. */
type ReadAt = (position: number, length: number) => Promise<Buffer>;

interface LastLines {
  /** Oldest first. */
  readonly lines: readonly string[];
  /** How much was looked at, from the end. */
  readonly searchedBytes: number;
  /** Whether more was not needed, or there is no more. */
  readonly complete: boolean;
}

interface Wanted {
  readonly count: number;
  /** Which lines count; all when absent. */
  readonly accepts?: (line: string) => boolean;
  /** Stop looking after this many bytes. */
  readonly limitBytes: number;
  readonly chunkBytes?: number;
}

const CHUNK_BYTES = 64 * 1024;
const NEWLINE = 0x0a;

/** The last lines of a file of this size, read backwards in chunks, so that a huge file costs no more than a small one. */
export async function readLastLines(readAt: ReadAt, sizeBytes: number, wanted: Wanted): Promise<LastLines> {
  const { count, accepts = () => true, limitBytes, chunkBytes = CHUNK_BYTES } = wanted;
  const found: string[] = [];
  /** The beginning of the line that the chunks after this one continue, newest part last. */
  let open: Buffer[] = [];
  let position = sizeBytes;
  let atEnd = true;
  const take = (line: Buffer) => {
    const text = Buffer.concat([line, ...open])
      .toString("utf8")
      .replace(/\r$/, "");
    open = [];
    const isEmptyEnd = atEnd && text === "";
    atEnd = false;
    if (!isEmptyEnd && accepts(text)) found.push(text);
  };
  while (position > 0 && found.length < count && sizeBytes - position < limitBytes) {
    const start = Math.max(0, position - chunkBytes);
    const chunk = await readAt(start, position - start);
    position = start;
    let end = chunk.length;
    for (let at = chunk.lastIndexOf(NEWLINE); at !== -1 && found.length < count; at = before(chunk, at)) {
      take(chunk.subarray(at + 1, end));
      end = at;
    }
    if (found.length < count) open.unshift(chunk.subarray(0, end));
  }
  const isWhole = position === 0;
  if (isWhole && found.length < count && sizeBytes > 0) take(Buffer.alloc(0));
  return {
    lines: found.reverse(),
    searchedBytes: sizeBytes - position,
    complete: isWhole || found.length >= count,
  };
}

function before(chunk: Buffer, at: number): number {
  return at === 0 ? -1 : chunk.lastIndexOf(NEWLINE, at - 1);
}
