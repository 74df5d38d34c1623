/** Somebody who is signed in. */
export interface Login {
  readonly name: string;
  readonly terminal: string;
  /** Epoch ms. */
  readonly since: number;
}

const USER_PROCESS = 7;
const RECORD_BYTES = 384;
/** On these processors time fields take 8 bytes. */
const WIDE = new Set(["arm64", "riscv64", "loong64"]);
const WIDE_RECORD_BYTES = 400;

/** The records of glibc's utmp file that stand for a signed-in user. A broken file gives fewer. */
export function parseUtmp(content: Buffer, architecture: string): readonly Login[] {
  const wide = WIDE.has(architecture);
  const size = wide ? WIDE_RECORD_BYTES : RECORD_BYTES;
  const logins: Login[] = [];
  for (let at = 0; at + size <= content.length; at += size) {
    if (content.readInt16LE(at) !== USER_PROCESS) continue;
    const seconds = wide ? Number(content.readBigInt64LE(at + 344)) : content.readInt32LE(at + 340);
    logins.push({ name: text(content, at + 44, 32), terminal: text(content, at + 8, 32), since: seconds * 1000 });
  }
  return logins;
}

function text(content: Buffer, start: number, length: number): string {
  const field = content.subarray(start, start + length);
  const end = field.indexOf(0);
  return field.toString("latin1", 0, end === -1 ? length : end).replaceAll(/[^\x20-\x7e]/g, "");
}
