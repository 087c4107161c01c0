import type { Beat } from '@beatwatch/contracts';
import { describe, expect, it } from 'vitest';
import type { LiveBeat, LiveLead } from '../live-path/live-run.ts';
import { decidedBeat, jointBeats, logOdds } from './joint-beats.ts';

const none = { S: 0, F: 0, P: 0, U: 0 };

/** A lead with beats at some seconds, each with its probability of V; the rest is N. */
const leadOf = (lead: string, ...beats: readonly (readonly [seconds: number, v: number])[]): LiveLead => ({
  lead,
  peaks: [],
  seconds: [],
  beats: beats.map(([seconds, v]): LiveBeat => ({
    seconds,
    beat: {} as Beat,
    judged: {
      anomalyScore: 10 * v,
      anomalous: v > 0.5,
      ventricular: v > 0.5,
      beatClass: v > 0.5 ? 'V' : 'N',
      classProbabilities: { ...none, N: 1 - v, V: v },
      reconstruction: new Float32Array(),
      modelVersion: 'model' as never,
      learn: true,
      events: [],
    },
  })),
});

describe('jointBeats', () => {
  it('takes beats within 150 ms as one, at the time of the first lead', () => {
    const joint = jointBeats([
      leadOf('I', [1, 0.1], [2, 0.9]),
      leadOf('II', [1.1, 0.1], [2.2, 0.1], [3, 0.1]),
    ]);
    expect(joint.map(({ seconds }) => seconds)).toEqual([1, 2, 2.2, 3]);
  });

  it('averages the log odds of the leads, and decides by them', () => {
    const [joint] = jointBeats([leadOf('I', [1, 0.99]), leadOf('II', [1, 0.3])]);
    expect(logOdds(joint!, 'V')).toBeCloseTo((Math.log(0.99 / 0.01) + Math.log(0.3 / 0.7)) / 2, 6);
    expect(joint?.beatClass).toBe('V');
    expect(joint?.anomalyScore).toBeCloseTo(6.45, 9);
  });

  it('never joins two beats of one lead', () => {
    const joint = jointBeats([leadOf('I', [1, 0]), leadOf('II', [0.95, 0], [1.05, 0])]);
    expect(joint).toHaveLength(2);
  });

  it('is the lead itself for one lead', () => {
    const lead = leadOf('I', [1, 0.2], [2, 0.8]);
    const scores = (beats: readonly { readonly seconds: number; readonly beatClass?: string }[]) =>
      beats.map(({ seconds, beatClass }) => ({ seconds, beatClass }));
    expect(scores(jointBeats([lead]))).toEqual(scores(lead.beats.map(decidedBeat)));
  });
});
