import { useEffect, useRef } from "react";
import { useLiveEvent, useWatch } from "../live/use-live.ts";

/** Many machines may change within a moment, such as after a restart of the server: then one question is enough. */
const GATHER_MS = 250;

/** Calls `act` soon after machines changed; only for one machine when `agentId` is given. */
export function useAgentsChanged(act: () => void, agentId?: string): void {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useWatch({ agents: true });
  useLiveEvent("agents", ({ agentIds }) => {
    if (agentId !== undefined && !agentIds.includes(agentId)) return;
    clearTimeout(timer.current);
    timer.current = setTimeout(act, GATHER_MS);
  });
  useEffect(() => () => clearTimeout(timer.current), []);
}
