import { usePoll } from "../hooks/use-poll.ts";
import { useResource } from "../hooks/use-resource.ts";
import { WordPill } from "./word-pill.tsx";

const EVERY_MS = 10_000;

interface Readiness {
  readonly checks?: readonly { readonly name: string; readonly ok: boolean; readonly detail?: string }[];
}

/** What the watch from outside says about the scheduler: at work, or silent since when. */
export function SchedulerState() {
  const found = useResource("scheduler", async (signal) => {
    const response = await fetch("/readyz", { signal });
    const { checks = [] } = (await response.json()) as Readiness;
    return checks.find(({ name }) => name === "scheduler");
  });
  usePoll(EVERY_MS, found.reload);
  const { data } = found;
  if (!data) return null;
  return (
    <p className="row small" role="status">
      <WordPill
        words={
          data.ok
            ? { word: "scheduler at work", tone: "good", icon: "check" }
            : { word: "scheduler stopped", tone: "bad", icon: "warning" }
        }
      />
      <span className="faint">{data.detail}</span>
    </p>
  );
}
