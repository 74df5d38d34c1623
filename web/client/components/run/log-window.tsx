import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import type { Log } from "../../hooks/use-log.ts";
import { windowOf } from "../../model/window-of.ts";

/** Height of a line; the style sheet has the same. */
const ROW_PX = 18;
/** So near to the end of what is here, the next page is asked for. */
const NEAR_PX = 600;

interface Props {
  readonly log: Log;
  readonly follow: boolean;
  readonly setFollow: (follow: boolean) => void;
  readonly hits: readonly number[];
  /** The line to bring into view. */
  readonly current: number | undefined;
}

/** The lines in view and a few around them, at their place in a box as tall as all of them. */
export function LogWindow({ log, follow, setFollow, hits, current }: Props) {
  const view = useRef<HTMLDivElement>(null);
  const [scroll, setScroll] = useState({ topPx: 0, heightPx: 420 });
  const { lines } = log.lines;
  const { first, end } = windowOf(lines.length, { ...scroll, rowPx: ROW_PX });
  const marked = useMemo(() => new Set(hits), [hits]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: new lines are the reason to move
  useLayoutEffect(() => {
    if (follow && view.current) view.current.scrollTop = view.current.scrollHeight;
  }, [follow, lines.length]);
  useEffect(() => {
    if (current !== undefined) view.current?.scrollTo({ top: Math.max(0, current * ROW_PX - 160) });
  }, [current]);

  const hear = () => {
    const box = view.current;
    if (!box) return;
    setScroll({ topPx: box.scrollTop, heightPx: box.clientHeight });
    const below = box.scrollHeight - box.scrollTop - box.clientHeight;
    if (follow && below > 2 * ROW_PX) setFollow(false);
    if (below < NEAR_PX && log.more && !log.loading) void log.loadMore();
  };

  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard
    <section className="log-view" ref={view} onScroll={hear} tabIndex={0} aria-label="Lines">
      {lines.length === 0 && !log.loading && <p className="log-empty faint">No output.</p>}
      <div className="log-all" style={{ height: lines.length * ROW_PX }}>
        <ol className="log-part" style={{ transform: `translateY(${first * ROW_PX}px)` }}>
          {lines.slice(first, end).map((line, index) => {
            const at = first + index;
            const hit = at === current ? "current" : marked.has(at) ? "hit" : "";
            return (
              <li key={at} className={`log-line ${line.stream} ${hit}`}>
                <span className="log-number">{at + 1}</span>
                <span className="log-text">{line.text}</span>
              </li>
            );
          })}
        </ol>
      </div>
    </section>
  );
}
