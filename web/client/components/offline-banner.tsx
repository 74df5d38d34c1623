import { useEffect, useState } from "react";
import { liveConnection } from "../live/live-connection.ts";
import { useLiveStatus } from "../live/use-live.ts";

/** A hiccup shorter than this is not worth a line on the screen. */
const PATIENCE_MS = 1200;

/** Says that what is shown may be old, while the page tries to come back by itself. */
export function OfflineBanner() {
  const { state } = useLiveStatus();
  const [late, setLate] = useState(false);
  useEffect(() => {
    setLate(false);
    if (state !== "offline") return;
    const timer = setTimeout(() => setLate(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [state]);
  return (
    <div role="status">
      {late && (
        <div className="offline">
          <span>
            <strong>No live connection.</strong> What you see may be old; it comes up to date by itself.
          </span>
          <button type="button" className="button small" onClick={() => liveConnection.retry()}>
            Try now
          </button>
        </div>
      )}
    </div>
  );
}
