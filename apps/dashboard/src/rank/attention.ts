import { arrivedUs, isTechnical, type AlarmEvent, type AlarmKind } from '@beatwatch/contracts';
import { alarmName } from '../format/alarm-format.ts';
import { formatDecimal } from '../format/numbers.ts';
import { formatStatus } from '../format/status-format.ts';
import type { Status } from '../live/status.ts';
import type { Texts } from '../texts/texts.ts';
import type { Change, PatientChanges } from './change.ts';

/** What is known of a patient. */
export interface AttentionFacts {
  readonly status: Status;
  readonly heartRateBpm: number | undefined;
  /** Open alarms of the patient. */
  readonly open: readonly AlarmEvent[];
  /** Alarms of the last hours, open or over. */
  readonly recent: readonly AlarmEvent[];
  readonly changes: PatientChanges;
  readonly nowUs: number;
}

/** How much a patient asks to be looked at, and why. */
export interface Attention {
  /** 0 where nothing stands out; only their order means something. */
  readonly points: number;
  /** The weightiest first: `142/min, up 35 in 2 h`. */
  readonly reasons: readonly string[];
}

interface Reason {
  readonly points: number;
  readonly text: string;
}

const openPoints = { high: 100, medium: 50, low: 20 } as const;
/** Somebody knows of it. */
const acknowledgedShare = 0.3;
const recentPoints = { high: 20, medium: 8, low: 3 } as const;
/** Many short ones ask for a look as much as one that goes on. */
const mostRecentPoints = 40;
const recentHours = 1;
/** Nobody can say how the patient is. */
const unknownPoints = 25;
const quietPoints = { unclear: 12, ectopic: 10, anomalous: 8, battery: 6 } as const;
/** A rate outside these asks for a look, whatever it was before. */
const rateLimits = { lowest: 45, highest: 130, points: 20 } as const;
/** A change of the rate counts from 20/min and a fifth on, a point for each beat a minute. */
const rateChange = { leastBpm: 20, leastShare: 0.2, mostPoints: 40 } as const;
const scoreChange = { leastRatio: 1.5, points: 12 } as const;

/**
 * Whom to look at first: a rule of ours, not validated. It adds up what is open, what there was in the last hour, how rate
 * and anomaly score have moved against the patient's own last two hours, and whether anybody can say.
 */
export function attentionOf(t: Texts, facts: AttentionFacts): Attention {
  const reasons = [
    ...openReasons(t, facts),
    ...recentReasons(t, facts),
    ...rateReasons(t, facts),
    ...scoreReasons(t, facts.changes.anomalyScore),
    ...stateReasons(t, facts.status),
  ].sort((a, b) => b.points - a.points);
  return {
    points: Math.round(reasons.reduce((sum, { points }) => sum + points, 0)),
    reasons: reasons.map(({ text }) => text),
  };
}

function openReasons(t: Texts, { open }: AttentionFacts): Reason[] {
  return open
    .filter(({ kind }) => !isTechnical(kind))
    .map(({ kind, priority, state }) => ({
      points: openPoints[priority] * (state === 'acknowledged' ? acknowledgedShare : 1),
      text: t.station.reasons.open[state](alarmName(t, { kind, priority })),
    }));
}

/** Alarms of the last hour that are over, by kind: `3 × Ventricular run in the last hour`. */
function recentReasons(t: Texts, { open, recent, nowUs }: AttentionFacts): Reason[] {
  const openIds = new Set(open.map(({ alarmId }) => alarmId));
  const counts = new Map<AlarmKind, { count: number; points: number }>();
  for (const alarm of recent) {
    const { kind, priority, alarmId } = alarm;
    if (isTechnical(kind) || openIds.has(alarmId) || nowUs - arrivedUs(alarm) > recentHours * 3600e6)
      continue;
    const { count, points } = counts.get(kind) ?? { count: 0, points: 0 };
    counts.set(kind, { count: count + 1, points: points + recentPoints[priority] });
  }
  return [...counts].map(([kind, { count, points }]) => ({
    points: Math.min(mostRecentPoints, points),
    text:
      count === 1
        ? t.station.reasons.inLastHour(alarmName(t, { kind }))
        : t.station.reasons.timesInLastHour(count, alarmName(t, { kind })),
  }));
}

function rateReasons(t: Texts, facts: AttentionFacts): Reason[] {
  const {
    heartRateBpm: now,
    changes: { heartRateBpm: change },
  } = facts;
  const rate = now ?? change?.now;
  if (rate === undefined) return [];
  const { lowest, highest, points } = rateLimits;
  const isExtreme = rate > highest || rate < lowest;
  const bpm = change === undefined ? 0 : Math.round(rate - change.then);
  const isChanged =
    change !== undefined &&
    Math.abs(bpm) >= rateChange.leastBpm &&
    Math.abs(bpm) >= rateChange.leastShare * change.then;
  if (!isExtreme && !isChanged) return [];
  const texts = t.station.reasons;
  const rounded = Math.round(rate);
  return [
    {
      points: (isExtreme ? points : 0) + (isChanged ? Math.min(rateChange.mostPoints, Math.abs(bpm)) : 0),
      text: isChanged
        ? texts[bpm > 0 ? 'rateUp' : 'rateDown'](rounded, Math.abs(bpm), hoursText(change))
        : texts.rate(rounded),
    },
  ];
}

function scoreReasons(t: Texts, change: Change | undefined): Reason[] {
  if (change === undefined || change.then <= 0) return [];
  const ratio = change.now / change.then;
  if (ratio < scoreChange.leastRatio) return [];
  return [
    {
      points: scoreChange.points,
      text: t.station.reasons.score(formatDecimal(t, ratio, 1), hoursText(change)),
    },
  ];
}

function stateReasons(t: Texts, status: Status): Reason[] {
  switch (status.kind) {
    case 'technical':
    case 'no-data':
    case 'not-judged':
    case 'not-scored':
      return [{ points: unknownPoints, text: t.station.reasons.unknown(formatStatus(t, status)) }];
    case 'no-alarm':
      return status.quiet === undefined
        ? []
        : [{ points: quietPoints[status.quiet.kind], text: formatStatus(t, status) }];
    default:
      return [];
  }
}

const hoursText = ({ hours }: Change): string =>
  hours < 1.75 ? `${Math.round(hours * 60)} min` : `${Math.round(hours)} h`;
