/** What one attempt may use at most on this machine; 0 is without limit. Binary mebibytes. */
export interface AttemptLimits {
  /** Memory of all its processes together, without what they share. */
  readonly memoryMiB: number;
  /** The largest file that it may write. */
  readonly fileMiB: number;
  /** Processes at a time. */
  readonly processes: number;
}

/** Far more than the built-in actions need: they end what runs away, before the machine suffers from it. */
export const DEFAULT_LIMITS: AttemptLimits = { memoryMiB: 2048, fileMiB: 100 * 1024, processes: 512 };

const WHERE = 'the most that this machine allows ("limits" in its agent\'s policy.json)';

/** The sentence for a person when an attempt was ended because of a limit. */
export function sayExceeded(limit: keyof AttemptLimits, limits: AttemptLimits): string {
  switch (limit) {
    case "memoryMiB":
      return `It was ended: it used more than ${limits.memoryMiB} MiB of memory, ${WHERE}.`;
    case "fileMiB":
      return `It was ended: it wrote a file of more than ${limits.fileMiB} MiB, ${WHERE}.`;
    case "processes":
      return `It was ended: it had more than ${limits.processes} processes at once, ${WHERE}.`;
  }
}
