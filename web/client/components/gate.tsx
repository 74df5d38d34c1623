import type { ReactNode } from "react";
import { OctopusMark } from "./octopus-mark.tsx";

/** The frame of the pages before one is in: set-up and sign-in. */
export function Gate({
  title,
  text,
  children,
}: {
  readonly title: string;
  readonly text: string;
  readonly children: ReactNode;
}) {
  return (
    <main className="gate">
      <div className="gate-box">
        <div className="gate-mark">
          <OctopusMark size={40} />
        </div>
        <h1>{title}</h1>
        <p className="faint">{text}</p>
        {children}
      </div>
      <p className="gate-foot faint small">Say what you want. It runs on your machines and the answer comes back.</p>
    </main>
  );
}
