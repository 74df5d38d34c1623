import {
  type AttemptKey,
  attemptKeyText,
  type OfferMessage,
  type ResultMessage,
} from "../../core/protocol/messages.ts";

/** One durable step of an attempt. */
export type SpoolRecord =
  | { readonly kind: "accepted"; readonly offer: OfferMessage }
  | { readonly kind: "started"; readonly execution: string; readonly attempt: number }
  | { readonly kind: "finished"; readonly result: ResultMessage }
  | { readonly kind: "removed"; readonly execution: string; readonly attempt: number };

/** What is known of one attempt after a restart. */
export type SpoolEntry =
  | { readonly phase: "accepted"; readonly offer: OfferMessage }
  | { readonly phase: "started"; readonly offer: OfferMessage }
  | { readonly phase: "finished"; readonly result: ResultMessage };

/** The agent's durable memory. Nothing is done or answered before its record is in here. */
export interface Spool {
  /** The attempts that were not removed. Called once, before the first append. */
  load(): Promise<readonly SpoolEntry[]>;
  /** Resolves when the records survive a power cut; rejects when that cannot be promised. */
  append(records: readonly SpoolRecord[]): Promise<void>;
  /** Removes an attempt some time soon. Losing this only means that a result is sent once more. */
  forget(key: AttemptKey): void;
  /** True: no room for new attempts. Results of those accepted still fit. */
  isFull(): boolean;
}

export function keyOfEntry(entry: SpoolEntry): AttemptKey {
  const source = entry.phase === "finished" ? entry.result : entry.offer;
  return { execution: source.execution, attempt: source.attempt };
}

/** Applies one record to what is known. */
export function applyRecord(entries: Map<string, SpoolEntry>, record: SpoolRecord): void {
  if (record.kind === "accepted") {
    entries.set(attemptKeyText(record.offer), { phase: "accepted", offer: record.offer });
  } else if (record.kind === "finished") {
    entries.set(attemptKeyText(record.result), { phase: "finished", result: record.result });
  } else if (record.kind === "removed") {
    entries.delete(attemptKeyText(record));
  } else {
    const known = entries.get(attemptKeyText(record));
    if (known?.phase === "accepted") entries.set(attemptKeyText(record), { phase: "started", offer: known.offer });
  }
}
