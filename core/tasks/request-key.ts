import { createHash } from "node:crypto";
import { OctopusError } from "../kernel/errors.ts";
import { canonicalJson } from "../kernel/json.ts";
import type { Writer } from "../store/rows.ts";
import { inboxTable } from "../store/tables/conversation-table.ts";

/** A request that its sender may repeat until it hears the answer. */
export interface KeyedRequest {
  readonly userId: string;
  /** The sender's own; two people may use the same one. */
  readonly key: string;
  /** All that makes it this request and no other. */
  readonly content: unknown;
}

/** What a request made: enough to answer it again. */
export interface Made {
  readonly taskId: string;
  readonly runId: string | undefined;
}

export type Once<T> =
  | { readonly kind: "made"; readonly value: T }
  /** It came before; this is what it made then. */
  | { readonly kind: "replayed"; readonly made: Made };

const SOURCE = "request-key";

/**
 * Does `make` once for this key, in the caller's unit: if that fails, the key is free again. Throws `request.key-reused`
 * when the key came before with other content.
 */
export async function oncePerKey<T>(
  writer: Writer,
  request: KeyedRequest,
  options: { readonly now: number; make(): Promise<T>; madeOf(value: T): Made },
): Promise<Once<T>> {
  const id = { source: SOURCE, dedupe_key: `${request.userId} ${digest(request.key)}` };
  const content = digest(canonicalJson(request.content));
  // The inbox is where deliveries are told from repetitions; for these, its two names hold content and outcome.
  const row = { ...id, conversation_id: content, message_id: "", received_at: options.now };
  if (!(await writer.insertNew(inboxTable, row))) {
    const [earlier] = await writer.select(inboxTable, { where: id });
    if (earlier?.conversation_id === content) return { kind: "replayed", made: readMade(earlier.message_id) };
    throw new OctopusError("request.key-reused", "This Idempotency-Key was used before for another request.");
  }
  const value = await options.make();
  const { taskId, runId } = options.madeOf(value);
  await writer.update(inboxTable, id, { message_id: runId === undefined ? taskId : `${taskId} ${runId}` });
  return { kind: "made", value };
}

function readMade(text: string): Made {
  const [taskId = "", runId] = text.split(" ");
  return { taskId, runId };
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
