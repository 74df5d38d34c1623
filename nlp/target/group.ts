/** Machines said in one breath. */
export interface Group {
  readonly terms: readonly string[];
  readonly end: number;
  readonly pick?: number | string;
  /** Could be nothing but machines. */
  readonly strong: boolean;
  readonly same?: true;
}
