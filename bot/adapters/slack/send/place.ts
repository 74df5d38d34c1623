/** Where a conversation is held in Slack. */
export interface Place {
  /** Its id; "#ops" and "@U024" where only the name or the person is known. */
  readonly room: string;
  /** The message below which ours go. "first": below the first of ours, which stands alone. */
  readonly thread: string | "first" | undefined;
}

/** The place behind an address that `addressOf` made. */
export function placeOf(address: string): Place {
  const [, room = "", thread] = address.split("/");
  return { room, thread: /^(?:command|notice):/.test(thread ?? "") ? "first" : thread };
}
