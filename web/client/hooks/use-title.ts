import { useEffect } from "react";

/** Names the browser tab: "R-92 · Octopus". */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Octopus`;
  }, [title]);
}
