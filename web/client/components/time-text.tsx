import { useSession } from "../api/session.tsx";
import { useNow } from "../hooks/use-now.ts";
import { formatAgo, formatInstant, isoInZone } from "../model/format-time.ts";

/** An instant in the person's zone; the whole of it is in the tooltip. */
export function TimeText({ at, ago = false }: { readonly at: number; readonly ago?: boolean }) {
  const { timeZone } = useSession();
  const now = useNow(ago ? 10_000 : 60_000);
  return (
    <time dateTime={new Date(at).toISOString()} title={isoInZone(at, timeZone)}>
      {ago ? formatAgo(at, now) : formatInstant(at, now, timeZone)}
    </time>
  );
}
