/** How long a kind of run usually takes, from its last runs. */
export interface UsualTime {
  readonly medianMs: number;
  /** Half of them took between these. */
  readonly lowMs: number;
  readonly highMs: number;
  /** Longer than this is slower than usual. */
  readonly slowFromMs: number;
  readonly count: number;
}

/** Fewer runs say nothing about what is usual. */
const FEWEST = 5;
/** Shorter differences nobody minds. */
const LEAST_DELAY_MS = 5_000;
/** How far beyond the usual distance from the middle it must be: about one in a thousand ordinary runs. */
const FAR = 5;

/** Undefined where too few are known. Half as long again and no more is never slow. Pure. */
export function usualTime(durations: readonly number[]): UsualTime | undefined {
  if (durations.length < FEWEST) return undefined;
  const sorted = [...durations].sort((a, b) => a - b);
  const medianMs = shareOf(sorted, 0.5);
  const distances = sorted.map((one) => Math.abs(one - medianMs)).sort((a, b) => a - b);
  const slowFromMs = Math.max(medianMs * 2, medianMs + FAR * shareOf(distances, 0.5), medianMs + LEAST_DELAY_MS);
  return { medianMs, lowMs: shareOf(sorted, 0.25), highMs: shareOf(sorted, 0.75), slowFromMs, count: sorted.length };
}

function shareOf(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
