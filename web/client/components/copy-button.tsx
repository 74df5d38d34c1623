import { useEffect, useState } from "react";
import { copyText } from "../api/copy-text.ts";
import { Icon } from "./icon.tsx";

const SHOWN_MS = 1600;

/** Copies, and says that it did. */
export function CopyButton({ text, label }: { readonly text: () => string; readonly label: string }) {
  const [outcome, setOutcome] = useState<"copied" | "failed">();
  useEffect(() => {
    if (outcome === undefined) return;
    const timer = setTimeout(() => setOutcome(undefined), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [outcome]);
  const copy = () => void copyText(text()).then((done) => setOutcome(done ? "copied" : "failed"));
  return (
    <button type="button" className="ghost copy" onClick={copy}>
      <Icon name={outcome === "copied" ? "check" : "copy"} size={15} />
      <span aria-live="polite">
        {outcome === "copied" ? "Copied" : outcome === "failed" ? "Not allowed here" : label}
      </span>
    </button>
  );
}
