import type { Wish } from "./simulated-server.ts";

/** A short story told exactly, in place of a random life: no chance fault in it but the one crash. */
export interface Script {
  readonly wishes: readonly Wish[];
  /** How long each attempt's process takes. */
  readonly lastsMs: number;
  /** Whether that attempt's process fails. */
  readonly fails?: (attempt: number) => boolean;
  /** Every packet arrives this often. */
  readonly copies?: number;
  /** When somebody cancels the first run. */
  readonly cancelAt?: number;
  readonly cut?: { readonly agent: string; readonly at: number; readonly forMs: number };
  /** Which durable step of which kind of process is the last before it dies; counted from 1, over all of that kind. */
  readonly crash?: { readonly of: "server" | "agent"; readonly step: number };
}
