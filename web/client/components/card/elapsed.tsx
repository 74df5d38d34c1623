import { useNow } from "../../hooks/use-now.ts";
import { formatElapsed } from "../../model/format-time.ts";

/** The time since, ticking every second. Not a live region: a reader would never stop. */
export function Elapsed({ since }: { readonly since: number }) {
  const now = useNow(1000);
  return <span className="elapsed">{formatElapsed(now - since)}</span>;
}
