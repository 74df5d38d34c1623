import { useCallback, useEffect, useRef, useState } from "react";
import { useLiveStatus } from "../live/use-live.ts";

export interface Resource<T> {
  readonly data: T | undefined;
  readonly error: unknown;
  readonly loading: boolean;
  /** Asks again and keeps showing what there is until the answer comes. */
  readonly reload: () => void;
}

/** Loads when `key` changes, when asked to, and after the connection came back. The latest question wins. */
export function useResource<T>(key: string, load: (signal: AbortSignal) => Promise<T>): Resource<T> {
  const [state, setState] = useState<{ key: string; data?: T; error?: unknown; loading: boolean }>({
    key,
    loading: true,
  });
  const [version, setVersion] = useState(0);
  const { connectedCount } = useLiveStatus();
  const loadRef = useRef(load);
  loadRef.current = load;

  // biome-ignore lint/correctness/useExhaustiveDependencies: version and connectedCount are the reasons to ask again
  useEffect(() => {
    const control = new AbortController();
    setState((before) => (before.key === key ? { ...before, loading: true } : { key, loading: true }));
    loadRef.current(control.signal).then(
      (data) => control.signal.aborted || setState({ key, data, loading: false }),
      (error: unknown) => control.signal.aborted || setState((before) => ({ ...before, error, loading: false })),
    );
    return () => control.abort();
  }, [key, version, connectedCount]);

  const reload = useCallback(() => setVersion((count) => count + 1), []);
  const current = state.key === key;
  return {
    data: current ? state.data : undefined,
    error: current ? state.error : undefined,
    loading: !current || state.loading,
    reload,
  };
}
