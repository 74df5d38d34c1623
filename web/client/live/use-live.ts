import { useEffect, useRef, useSyncExternalStore } from "react";
import type { LiveEvents, WatchDto } from "../../contract/live.ts";
import { type LiveStatus, liveConnection } from "./live-connection.ts";

export function useLiveStatus(): LiveStatus {
  return useSyncExternalStore(liveConnection.subscribe, liveConnection.status);
}

/** Watches while the component is shown; undefined watches nothing. */
export function useWatch(what: WatchDto | undefined): void {
  const key = what && JSON.stringify(what);
  useEffect(() => {
    if (key === undefined) return;
    return liveConnection.watch(JSON.parse(key) as WatchDto);
  }, [key]);
}

/** Calls the latest `handler` for each event of that name. */
export function useLiveEvent<Name extends keyof LiveEvents>(
  name: Name,
  handler: (event: LiveEvents[Name]) => void,
): void {
  const latest = useRef(handler);
  latest.current = handler;
  useEffect(() => liveConnection.on(name, (event) => latest.current(event)), [name]);
}
