/** What the process says when it ends. */
export const EXIT = { ok: 0, failed: 1, usage: 2, refused: 4 } as const;
