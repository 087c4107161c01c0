import type { Silence } from '@beatwatch/contracts';

/** Who muted which alarms on all screens. */
export interface SilenceRepository {
  /** Adds silences, and the ends of those that are known; an end stays. A repeat changes nothing. */
  write(silences: readonly Silence[]): Promise<void>;
  /** Those that began or held at a time, epoch milliseconds, or later; the oldest first, 5000 at most. */
  since(timeMs: number): Promise<readonly Silence[]>;
}
