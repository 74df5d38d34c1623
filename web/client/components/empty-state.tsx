import type { ReactNode } from "react";
import { OctopusMark } from "./octopus-mark.tsx";

interface Props {
  readonly title: string;
  readonly text: string;
  readonly children?: ReactNode;
}

/** What a place shows that has nothing to show: why, and what to do about it. */
export function EmptyState({ title, text, children }: Props) {
  return (
    <div className="empty">
      <OctopusMark size={36} />
      <h2>{title}</h2>
      <p>{text}</p>
      {children}
    </div>
  );
}
