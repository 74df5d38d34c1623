/**
 * What the process says when it ends; `occupied`: the data folder belongs to another agent, or one runs on it;
 * `notRunning`: the running agent was asked for, and none runs.
 */
export const EXIT = { ok: 0, failed: 1, usage: 2, occupied: 3, refused: 4, unreachable: 5, notRunning: 6 } as const;
