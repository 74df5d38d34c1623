import { type ReactNode, useRef } from "react";
import type { Resource } from "../hooks/use-resource.ts";
import { useRowKeys } from "../hooks/use-row-keys.ts";
import { ProblemNotice } from "./problem-notice.tsx";

interface Props<Item> {
  readonly resource: Resource<{ readonly items: readonly Item[]; readonly next?: string }>;
  readonly row: (item: Item) => ReactNode;
  readonly empty: ReactNode;
  /** Asks for more; without it the list is whole. */
  readonly more?: () => void;
  readonly label: string;
}

/** A list of rows with its loading, empty and failed states; j/k move through it. */
export function RowList<Item>({ resource, row, empty, more, label }: Props<Item>) {
  const container = useRef<HTMLDivElement>(null);
  useRowKeys(container);
  const { data, error, loading, reload } = resource;
  return (
    <div ref={container}>
      {error !== undefined && <ProblemNotice error={error} retry={reload} />}
      {!data && loading && <div className="skeleton" role="status" aria-label="Loading" />}
      {data?.items.length === 0 && empty}
      {data && data.items.length > 0 && (
        <ul className="rows" aria-label={label}>
          {data.items.map(row)}
        </ul>
      )}
      {data?.next !== undefined && more && (
        <button type="button" className="button small more" onClick={more} disabled={loading}>
          Show more
        </button>
      )}
    </div>
  );
}
