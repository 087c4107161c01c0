import type { AlarmEvent } from '@beatwatch/contracts';
import { describe, expect, it } from 'vitest';
import { attentionOf, type AttentionFacts } from './attention.ts';
import { english } from '../texts/english/english.ts';

const nowUs = 1.8e15;
const alarm = (kind: AlarmEvent['kind'], over: Partial<AlarmEvent> = {}): AlarmEvent =>
  ({
    alarmId: `p1/${kind}/${over.raisedTimeUs ?? 1}`,
    kind,
    priority: 'medium',
    state: 'active',
    raisedTimeUs: nowUs - 60e6,
    evidence: { toUs: nowUs - 60e6, beatTimesUs: [], anomalyScores: [] },
    ...over,
  }) as AlarmEvent;
const facts = (over: Partial<AttentionFacts> = {}): AttentionFacts => ({
  status: { kind: 'no-alarm' },
  heartRateBpm: 72,
  open: [],
  recent: [],
  changes: {},
  nowUs,
  ...over,
});
const run = (minutesAgo: number): AlarmEvent =>
  alarm('ventricular-run', {
    state: 'resolved',
    raisedTimeUs: nowUs - minutesAgo * 60e6,
    evidence: { toUs: nowUs - minutesAgo * 60e6, fromUs: 0, beatTimesUs: [], anomalyScores: [] },
  });

describe('attentionOf', () => {
  it('finds nothing in a patient in whom nothing stands out', () => {
    expect(attentionOf(english, facts())).toEqual({ points: 0, reasons: [] });
  });

  it('puts an open alarm of high priority above all that is over, and one that somebody knows of below', () => {
    const open = attentionOf(english, facts({ open: [alarm('asystole', { priority: 'high' })] }));
    const runs = attentionOf(english, facts({ recent: [5, 10, 15, 20, 25, 30, 35].map(run) }));
    const seen = attentionOf(
      english,
      facts({ open: [alarm('asystole', { priority: 'high', state: 'acknowledged' })] }),
    );
    expect(open.points).toBeGreaterThan(runs.points);
    expect(runs.points).toBeGreaterThan(seen.points);
    expect(open.reasons).toEqual(['Asystole now']);
    expect(seen.reasons).toEqual(['Asystole now, seen']);
  });

  it('says in words how the rate moved and what there was in the last hour', () => {
    const { reasons } = attentionOf(
      english,
      facts({
        heartRateBpm: 142,
        changes: { heartRateBpm: { now: 140, then: 107, hours: 2 } },
        recent: [run(5), run(10), run(50), run(70)],
      }),
    );
    expect(reasons).toEqual(['142/min, up 35 in 2 h', '3 × Ventricular run in the last hour']);
  });

  it('counts a change of the rate from 20/min and a fifth on, in both directions', () => {
    const points = (now: number, then: number) =>
      attentionOf(english, facts({ heartRateBpm: now, changes: { heartRateBpm: { now, then, hours: 1 } } }));
    expect(points(89, 70).points).toBe(0);
    expect(points(121, 101).points).toBe(0);
    expect(points(90, 70)).toEqual({ points: 20, reasons: ['90/min, up 20 in 60 min'] });
    expect(points(60, 90).reasons).toEqual(['60/min, down 30 in 60 min']);
  });

  it('names a rate that is extreme whatever it was before, and a higher anomaly score', () => {
    expect(attentionOf(english, facts({ heartRateBpm: 131 })).reasons).toEqual(['131/min']);
    expect(attentionOf(english, facts({ heartRateBpm: 130 })).points).toBe(0);
    const changes = { anomalyScore: { now: 2.1, then: 1, hours: 2 } };
    expect(attentionOf(english, facts({ changes })).reasons).toEqual([
      'anomaly score 2.1 times that of 2 h ago',
    ]);
  });

  it('counts what nobody can judge, and what is worth a look without an alarm', () => {
    const unknown = attentionOf(
      english,
      facts({ status: { kind: 'no-data', seconds: 42 }, heartRateBpm: undefined }),
    );
    expect(unknown.reasons).toEqual(['No data for 42 s: state unknown']);
    const quiet = attentionOf(
      english,
      facts({ status: { kind: 'no-alarm', quiet: { kind: 'ectopic', beats: 5, of: 20 } } }),
    );
    expect(quiet.reasons).toEqual(['Ectopic beats 5 of the last 20']);
    expect(unknown.points).toBeGreaterThan(quiet.points);
  });

  it('leaves technical alarms and those that are open already out of the last hour', () => {
    const open = alarm('ventricular-run');
    expect(
      attentionOf(english, facts({ open: [open], recent: [open, alarm('poor-signal')] })).reasons,
    ).toEqual(['Ventricular run now']);
  });
});
