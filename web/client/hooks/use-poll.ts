import { useEffect, useRef } from "react";

/** Calls `act` every `intervalMs` while the page is looked at; undefined interval rests. */
export function usePoll(intervalMs: number | undefined, act: () => void): void {
  const latest = useRef(act);
  latest.current = act;
  useEffect(() => {
    if (intervalMs === undefined) return;
    const timer = setInterval(() => document.visibilityState === "visible" && latest.current(), intervalMs);
    return () => clearInterval(timer);
  }, [intervalMs]);
}
