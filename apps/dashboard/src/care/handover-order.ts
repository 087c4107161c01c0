import { isTechnical, type AlarmPriority } from '@beatwatch/contracts';
import type { ShiftAlarms } from '@beatwatch/timescale';

const rank: Readonly<Record<AlarmPriority, number>> = { high: 0, medium: 1, low: 2 };

/** Clinical ones first, each by priority, then the most frequent. */
export const byWeight = (a: Omit<ShiftAlarms, 'patientId'>, b: Omit<ShiftAlarms, 'patientId'>): number =>
  Number(isTechnical(a.kind)) - Number(isTechnical(b.kind)) ||
  rank[a.priority] - rank[b.priority] ||
  b.episodes - a.episodes;
