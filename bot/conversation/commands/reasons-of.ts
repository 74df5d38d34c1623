import type { Frame } from "../../../core/model/frame.ts";

/** Why a command is read back; a place beside what has no parts is one: it is not paused or cancelled there alone. */
export function reasonsOf({ confirm, targets }: Frame, whole: string): readonly string[] {
  if (targets) return [`it concerns ${whole}, on all its machines`];
  return confirm ? ["I had to guess or correct a word"] : [];
}
