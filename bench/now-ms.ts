/** Milliseconds of the machine's monotonic clock: comparable between processes, good for differences only. */
export function nowMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
