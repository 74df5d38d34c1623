import type { PendingRow } from "../../core/store/tables/conversation-table.ts";

interface Said {
  readonly userId: string;
  /** The question's id, if the person named it. */
  readonly ref: string | undefined;
  /** What was found under that id, in whatever state. */
  readonly named: PendingRow | undefined;
  readonly conversationId: string;
  readonly open: readonly PendingRow[];
  readonly now: number;
}

export type Choice =
  | { readonly kind: "one"; readonly row: PendingRow; readonly expired: boolean }
  | { readonly kind: "none" }
  | { readonly kind: "which"; readonly rows: readonly PendingRow[] }
  | { readonly kind: "not-yours"; readonly id: string }
  | { readonly kind: "closed"; readonly id: string; readonly state: string }
  | { readonly kind: "unknown"; readonly id: string };

/** Which question a yes or no is about. A bare one counts only when exactly one is open for this person here. Pure. */
export function chooseQuestion(said: Said): Choice {
  const { named, now, open, ref, userId } = said;
  if (ref !== undefined) return chooseNamed(said, ref, named);
  const live = open.filter((row) => row.kind === "confirm" && row.expires_at > now);
  const mine = live.filter((row) => row.user_id === userId);
  const [only] = mine;
  if (only) return mine.length === 1 ? { kind: "one", row: only, expired: false } : { kind: "which", rows: mine };
  const [foreign] = live;
  return foreign ? { kind: "not-yours", id: foreign.id } : { kind: "none" };
}

function chooseNamed(said: Said, id: string, row: PendingRow | undefined): Choice {
  if (!row || row.conversation_id !== said.conversationId) return { kind: "unknown", id };
  if (row.user_id !== said.userId) return { kind: "not-yours", id };
  if (row.state !== "open") return { kind: "closed", id, state: row.state };
  return { kind: "one", row, expired: row.expires_at <= said.now };
}
