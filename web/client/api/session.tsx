import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from "react";
import type { SessionDto } from "../../contract/user.ts";
import { threads } from "../hooks/use-thread.ts";
import { liveConnection } from "../live/live-connection.ts";
import { ApiError } from "./api-error.ts";
import { call, onSignedOut } from "./call.ts";

export type SessionState =
  | { readonly kind: "loading" }
  | { readonly kind: "unreachable"; readonly error: unknown }
  | { readonly kind: "signed-out"; readonly setupNeeded: boolean }
  | { readonly kind: "signed-in"; readonly session: SessionDto };

interface SessionAccess {
  readonly state: SessionState;
  readonly signedIn: (session: SessionDto) => void;
  readonly signOut: () => Promise<void>;
  readonly retry: () => void;
}

/** After the server refused the live connection of somebody who is signed in. */
const RETRY_MS = 3000;

const SessionContext = createContext<SessionAccess | undefined>(undefined);

/** Finds out who is signed in, keeps it, and opens the live connection while somebody is. */
export function SessionProvider({ children }: { readonly children: ReactNode }) {
  const [state, setState] = useState<SessionState>({ kind: "loading" });

  const retry = useCallback(() => {
    setState({ kind: "loading" });
    loadSession().then(setState, (error: unknown) => setState({ kind: "unreachable", error }));
  }, []);
  useEffect(retry, [retry]);

  useEffect(
    () =>
      onSignedOut(() =>
        setState((before) => (before.kind === "signed-in" ? { kind: "signed-out", setupNeeded: false } : before)),
      ),
    [],
  );
  useEffect(() => (state.kind === "signed-in" ? keepLive() : undefined), [state.kind]);

  const access = useMemo(
    () => ({
      state,
      retry,
      signedIn: (session: SessionDto) => setState({ kind: "signed-in", session }),
      signOut: async () => {
        await call("session.delete");
        history.replaceState(null, "", "/");
        setState({ kind: "signed-out", setupNeeded: false });
      },
    }),
    [state, retry],
  );
  return <SessionContext value={access}>{children}</SessionContext>;
}

/** Live until the returned function is called. A refusal may mean that the session ended: asking for it tells. */
function keepLive(): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const again = () => {
    timer = setTimeout(() => liveConnection.open(), RETRY_MS);
  };
  const forget = liveConnection.onRefused(() => void call("session.show").then(again, again));
  liveConnection.open();
  return () => {
    forget();
    clearTimeout(timer);
    liveConnection.close();
    // Whoever signs in next may be somebody else.
    threads.clear();
  };
}

async function loadSession(): Promise<SessionState> {
  try {
    return { kind: "signed-in", session: await call("session.show") };
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 401) throw error;
    const { needed } = await call("setup.state");
    return { kind: "signed-out", setupNeeded: needed };
  }
}

export function useSessionAccess(): SessionAccess {
  const access = useContext(SessionContext);
  if (!access) throw new Error("useSessionAccess needs a SessionProvider above it");
  return access;
}

/** Who is signed in; only below the pages that need it. */
export function useSession(): SessionDto {
  const { state } = useSessionAccess();
  if (state.kind !== "signed-in") throw new Error("useSession is for pages behind the sign-in");
  return state.session;
}

/** Whether the person's role allows it; the server decides again, this only hides what would be refused. */
export function useMay(capability: string): boolean {
  return useSession().may.includes(capability);
}
