import type { Login } from "./parse-utmp.ts";

export const FIELDS = ["uptime", "load", "memory", "cpu", "kernel", "os", "users"] as const;
export type Field = (typeof FIELDS)[number];

export interface Memory {
  readonly totalBytes: number;
  readonly usedBytes: number;
  /** What programs can still get without swapping. */
  readonly availableBytes: number;
  readonly usedPct: number;
  readonly swapTotalBytes: number;
  readonly swapUsedBytes: number;
}

/** What was asked about the machine; the rest is absent. */
export interface SystemFacts {
  readonly uptimeSeconds?: number;
  readonly bootedAt?: number;
  /** Over 1, 5 and 15 minutes. */
  readonly load?: readonly number[];
  readonly cpuCount?: number;
  readonly cpuModel?: string;
  /** Only measured when the processor is asked for by name: it takes a quarter of a second. */
  readonly cpuBusyPct?: number;
  readonly memory?: Memory;
  readonly kernel?: string;
  readonly architecture?: string;
  readonly os?: string;
  readonly users?: readonly Login[];
}
