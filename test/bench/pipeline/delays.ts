import type { Repositories } from '@beatwatch/timescale';

export interface Delays {
  readonly beats: number;
  /** No beat stored at all is the longest delay of all. */
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** How long beats that were measured since a time took from their last sample to their stored score. */
export async function delaysSince(
  { scores }: Pick<Repositories, 'scores'>,
  sinceUs: number,
): Promise<Delays> {
  const delays = [...(await scores.storeDelaysMs(sinceUs, 1_000_000))].sort((a, b) => a - b);
  const quantile = (share: number): number =>
    delays[Math.min(delays.length - 1, Math.floor(share * delays.length))] ?? Number.POSITIVE_INFINITY;
  return { beats: delays.length, p50Ms: quantile(0.5), p99Ms: quantile(0.99) };
}
