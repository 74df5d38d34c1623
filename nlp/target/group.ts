/** Machines said in one breath. */
export interface Group {
  readonly terms: readonly string[];
  readonly end: number;
  readonly pick?: number | string;
  /** Could be nothing but machines. */
  readonly strong: boolean;
  /** The machines talked about before; "there" and "that machine" say nothing without them. */
  readonly same?: "known" | "needed";
  /** It names a place by what it is not: "non-production machines". */
  readonly isPlace?: boolean;
  readonly assumed?: string;
}
