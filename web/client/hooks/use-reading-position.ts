import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";

/** Nearer than this to the end counts as reading there. */
const NEAR_PX = 48;

interface ReadingPosition {
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly content: RefObject<HTMLDivElement | null>;
  readonly atEnd: boolean;
  readonly toEnd: () => void;
}

/** Keeps the end in view while one reads there, however the content grows; never moves whoever scrolled up. */
export function useReadingPosition(key: string | undefined, pendingCount: number): ReadingPosition {
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const pinned = useRef(true);
  const [atEnd, setAtEnd] = useState(true);
  const toEnd = useCallback(() => {
    pinned.current = true;
    setAtEnd(true);
    scroller.current?.scrollTo({ top: scroller.current.scrollHeight });
  }, []);

  // Another thread is read from its end; a new conversation is shown from its beginning.
  useLayoutEffect(() => {
    if (key !== undefined) toEnd();
    else pinned.current = false;
  }, [key, toEnd]);
  // What one says oneself is always shown.
  useLayoutEffect(() => {
    if (pendingCount > 0) toEnd();
  }, [pendingCount, toEnd]);

  useEffect(() => {
    const view = scroller.current;
    const inner = content.current;
    if (!view || !inner) return;
    const hear = () => {
      pinned.current = view.scrollHeight - view.scrollTop - view.clientHeight < NEAR_PX;
      setAtEnd(pinned.current);
    };
    const grown = new ResizeObserver(() => {
      if (pinned.current) view.scrollTop = view.scrollHeight;
      else hear();
    });
    grown.observe(inner);
    grown.observe(view);
    view.addEventListener("scroll", hear, { passive: true });
    return () => {
      grown.disconnect();
      view.removeEventListener("scroll", hear);
    };
  }, []);
  return { scroller, content, atEnd, toEnd };
}
