import { isTechnical, priorityRank } from '@beatwatch/contracts';
import type { ShiftAlarms } from '@beatwatch/timescale';

/** Clinical ones first, each by priority, then the most frequent. */
export const byWeight = (a: Omit<ShiftAlarms, 'patientId'>, b: Omit<ShiftAlarms, 'patientId'>): number =>
  Number(isTechnical(a.kind)) - Number(isTechnical(b.kind)) ||
  priorityRank[b.priority] - priorityRank[a.priority] ||
  b.episodes - a.episodes;
