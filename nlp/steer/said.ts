import type { LocalDateTime } from "../../core/model/schedule.ts";
import type { TargetSelector } from "../../core/model/target.ts";
import type { Token } from "../text/token.ts";

/** A stretch of time that was said; either end may be open. */
export interface Stretch {
  readonly from?: LocalDateTime;
  /** Exclusive. */
  readonly to?: LocalDateTime;
  readonly assumed?: string;
}

/** What a sentence about Octopus itself names, and the words that are left when the names are taken out. */
export interface Said {
  /** The words that are no name, value or filler, each in its usual form: "list the tasks" = "show", "tasks". */
  readonly words: readonly string[];
  /** Ids of tasks, as said ("T-17") or as the catalog has them ("17"). */
  readonly tasks: readonly string[];
  readonly runs: readonly string[];
  /** Ids of plans that wait for a yes. */
  readonly plans: readonly string[];
  readonly users: readonly string[];
  readonly roles: readonly string[];
  /** Places in the list that was shown: "1", "2", "last". */
  readonly places: readonly string[];
  readonly targets?: TargetSelector;
  readonly numbers: readonly number[];
  readonly percent?: number;
  readonly quoted?: Token;
  /** "it", "that". */
  readonly points: boolean;
  /** "my", "mine", "i". */
  readonly mine: boolean;
  readonly time?: Stretch;
  /** Names that were not said whole, as sentences: "the backup = nightly backup (task 17)". */
  readonly assumed: readonly string[];
  readonly spans: readonly { readonly from: number; readonly to: number; readonly slot: string }[];
}

export const NOTHING_NAMED: Said = {
  words: [],
  tasks: [],
  runs: [],
  plans: [],
  users: [],
  roles: [],
  places: [],
  numbers: [],
  points: false,
  mine: false,
  assumed: [],
  spans: [],
};
