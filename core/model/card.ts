import type { ResultTable } from "./action-response.ts";

/** A message as data; adapters render it. Text is plain: whatever it contains is shown, never interpreted. */
export interface Card {
  /**
   * What it is about, for colour and icon.
   * `understood` is the first visible answer, `running` is being edited, the rest are ends.
   */
  readonly tone: "info" | "understood" | "question" | "running" | "success" | "attention" | "failure" | "unknown";
  readonly headline: string;
  /** Paragraphs under the headline. */
  readonly lines: readonly string[];
  /** Small name/value facts: machine, as whom, time out, next run. */
  readonly facts?: readonly CardFact[];
  readonly table?: CardTable;
  /** The last lines of output while running, oldest first. */
  readonly logTail?: readonly string[];
  /** When the work began, epoch ms; a renderer shows elapsed time from it while `running`. */
  readonly startedAt?: number;
  /** What was assumed, each a sentence; always shown. */
  readonly assumed?: readonly string[];
  readonly buttons?: readonly CardButton[];
  /** Sentences that can be said; a click types them. */
  readonly examples?: readonly CardExamples[];
  /** "R-92": shown small, and linked. */
  readonly id?: string;
  /** Path in the web console, "/runs/R-92". */
  readonly link?: string;
}

export interface CardFact {
  readonly name: string;
  readonly value: string;
}

export interface CardTable extends ResultTable {
  /** Rows that were left out here; the link shows them. */
  readonly moreRows?: number;
}

export interface CardButton {
  readonly label: string;
  /** What pressing it says, in the words of the conversation: "confirm P-311". */
  readonly say: string;
  readonly style?: "primary" | "danger";
}

export interface CardExamples {
  readonly title: string;
  readonly sentences: readonly string[];
}
