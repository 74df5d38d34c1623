import type { Frame } from "../../core/model/frame.ts";
import type { Question } from "./question.ts";

/** Reads one kind of question. */
export interface Reader {
  /** Besides the words that every question may have: with any other word it is another sentence. */
  readonly words: ReadonlySet<string>;
  read(question: Question): Frame | undefined;
}
