import type { Frame } from "./frame.ts";

/** A phrase that a person taught, with what it stands for. */
export interface Alias {
  /** Lower case. */
  readonly name: string;
  /** The sentence that it was taught by; it must still be read as the frame. */
  readonly text: string;
  readonly frame: Frame;
  readonly ownerName: string;
  readonly createdAt: number;
}
