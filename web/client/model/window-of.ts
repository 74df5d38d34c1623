/** Which rows of a long list are drawn. `first` is inclusive, `end` exclusive. */
export interface RowWindow {
  readonly first: number;
  readonly end: number;
}

/** The rows of `rowPx` height that a view of `heightPx`, scrolled to `topPx`, shows, with some more on both sides. */
export function windowOf(
  count: number,
  view: { readonly topPx: number; readonly heightPx: number; readonly rowPx: number },
  spare = 20,
): RowWindow {
  const first = Math.floor(view.topPx / view.rowPx) - spare;
  const end = Math.ceil((view.topPx + view.heightPx) / view.rowPx) + spare;
  return { first: Math.max(0, Math.min(first, count)), end: Math.max(0, Math.min(end, count)) };
}
