export interface RunningProcess {
  readonly pid: number;
  readonly user: string;
  readonly name: string;
  /** The whole command line; the name in brackets for what the kernel runs itself. */
  readonly command: string;
  /** Of one processor, so it can be above 100. */
  readonly cpuPct: number;
  readonly memoryBytes: number;
  readonly memoryPct: number;
  readonly runningSeconds: number;
}
