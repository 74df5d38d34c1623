import type { FrameQuery, Intent } from "../../core/model/frame.ts";
import type { ActionManifest } from "../../core/plugin-api/manifest.ts";
import type { Token } from "../text/token.ts";
import type { PhraseMatch } from "./match-phrase.ts";

/** A possible meaning of a clause. */
export type Candidate = ActionCandidate | ControlCandidate;

interface Common {
  readonly match: PhraseMatch;
  readonly stream: readonly Token[];
  readonly score: number;
  /** Tokens that nothing explains. */
  readonly unexplained: readonly Token[];
  /** Machines named without "on". */
  readonly hosts: readonly Token[];
  readonly source: string;
}

export interface ActionCandidate extends Common {
  readonly kind: "action";
  readonly action: ActionManifest;
}

export interface ControlCandidate extends Common {
  readonly kind: "control";
  readonly intent: Intent;
  readonly query?: FrameQuery;
  readonly ref?: string;
}
