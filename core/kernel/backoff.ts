/** Delay before the retry that follows failed attempt number `attempt` (1-based), without jitter. */
export function backoffMs(attempt: number, options: { readonly baseMs: number; readonly capMs: number }): number {
  return Math.min(options.capMs, options.baseMs * 2 ** Math.max(0, attempt - 1));
}
