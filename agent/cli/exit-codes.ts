/** What the process says when it ends; `occupied`: the data folder belongs to another agent, or one runs on it. */
export const EXIT = { ok: 0, failed: 1, usage: 2, occupied: 3, refused: 4, unreachable: 5 } as const;
