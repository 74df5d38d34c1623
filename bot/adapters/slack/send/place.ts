/** Where a conversation is held in Slack. */
export interface Place {
  readonly room: string;
  /** The message below which ours go. "first": below the first of ours, which stands alone. */
  readonly thread: string | "first" | undefined;
}

/** The place behind an address that `addressOf` made. */
export function placeOf(address: string): Place {
  const [, room = "", thread] = address.split("/");
  return { room, thread: thread?.startsWith("command:") ? "first" : thread };
}
