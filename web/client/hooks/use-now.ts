import { useEffect, useState } from "react";
import { systemClock } from "../../../core/kernel/clock.ts";

/** The present, epoch ms, renewed every `intervalMs`; undefined interval stands still. */
export function useNow(intervalMs: number | undefined): number {
  const [now, setNow] = useState(() => systemClock.now());
  useEffect(() => {
    if (intervalMs === undefined) return;
    setNow(systemClock.now());
    const timer = setInterval(() => setNow(systemClock.now()), intervalMs);
    return () => clearInterval(timer);
  }, [intervalMs]);
  return now;
}
