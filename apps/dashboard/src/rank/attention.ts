import { arrivedUs, isTechnical, type AlarmEvent, type AlarmKind } from '@beatwatch/contracts';
import { alarmName } from '../format/alarm-format.ts';
import { formatCount } from '../format/numbers.ts';
import { formatStatus } from '../format/status-format.ts';
import type { Status } from '../live/status.ts';
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
export function attentionOf(facts: AttentionFacts): Attention {
  const reasons = [
    ...openReasons(facts),
    ...recentReasons(facts),
    ...rateReasons(facts),
    ...scoreReasons(facts.changes.anomalyScore),
    ...stateReasons(facts.status),
  ].sort((a, b) => b.points - a.points);
  return {
    points: Math.round(reasons.reduce((sum, { points }) => sum + points, 0)),
    reasons: reasons.map(({ text }) => text),
  };
}

function openReasons({ open }: AttentionFacts): Reason[] {
  return open
    .filter(({ kind }) => !isTechnical(kind))
    .map(({ kind, priority, state }) => ({
      points: openPoints[priority] * (state === 'acknowledged' ? acknowledgedShare : 1),
      text: `${alarmName({ kind, priority })} ${{ active: 'now', acknowledged: 'now, seen', latched: 'over, not yet seen', resolved: 'over' }[state]}`,
    }));
}

/** Alarms of the last hour that are over, by kind: `3 × Ventricular run in the last hour`. */
function recentReasons({ open, recent, nowUs }: AttentionFacts): Reason[] {
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
    text: `${count === 1 ? '' : `${count} × `}${alarmName({ kind })} in the last hour`,
  }));
}

function rateReasons({ heartRateBpm: now, changes: { heartRateBpm: change } }: AttentionFacts): Reason[] {
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
  const moved = isChanged ? `, ${bpm > 0 ? 'up' : 'down'} ${Math.abs(bpm)} in ${hoursText(change)}` : '';
  return [
    {
      points: (isExtreme ? points : 0) + (isChanged ? Math.min(rateChange.mostPoints, Math.abs(bpm)) : 0),
      text: `${Math.round(rate)}/min${moved}`,
    },
  ];
}

function scoreReasons(change: Change | undefined): Reason[] {
  if (change === undefined || change.then <= 0) return [];
  const ratio = change.now / change.then;
  if (ratio < scoreChange.leastRatio) return [];
  return [
    {
      points: scoreChange.points,
      text: `anomaly score ${ratio.toFixed(1)} times that of ${hoursText(change)} ago`,
    },
  ];
}

function stateReasons(status: Status): Reason[] {
  switch (status.kind) {
    case 'technical':
    case 'no-data':
    case 'not-judged':
    case 'not-scored':
      return [{ points: unknownPoints, text: `${formatStatus(status)}: state unknown` }];
    case 'no-alarm':
      return status.quiet === undefined
        ? []
        : [{ points: quietPoints[status.quiet.kind], text: formatStatus(status) }];
    default:
      return [];
  }
}

const hoursText = ({ hours }: Change): string =>
  hours < 1.75 ? formatCount(Math.round(hours * 60), 'min', 'min') : `${Math.round(hours)} h`;
