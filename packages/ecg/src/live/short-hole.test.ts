import type { Packet } from '@beatwatch/contracts';
import { describe, expect, it } from 'vitest';
import { testSignal } from '../test-signal.ts';
import { newPipeline, packetsOf, restoredPipeline, run, startUs } from './test-packets.ts';

const rateHz = 250;
/** Beats up to 20 s, then an empty line of noise and baseline. */
const beating = testSignal(38, rateHz).samples;
const standing = beating.slice();
standing.set(testSignal(20, rateHz, [60]).samples.subarray(2 * rateHz, 20 * rateHz), 20 * rateHz);

/** Packets of a second each, without those that start from `from` to before `to`. */
const without = (samples: Int16Array, from: number, to: number): Packet[] =>
  packetsOf(samples, { packetLengths: [rateHz] }).filter((_, second) => second < from || second >= to);

const secondsOf = (time: number): number => (time - startUs) / 1e6;
const sharesAfter = (packets: readonly Packet[], from: number) =>
  run(packets).observations.flatMap((one) =>
    one.kind === 'second' && secondsOf(one.second.timeUs) >= from ? [one.second.qrsShare] : [],
  );

describe('a signal after a short hole', () => {
  it('goes on with the usual height of a beat: the first beat is seen, and an empty line is empty at once', () => {
    expect(sharesAfter(without(beating, 15, 17), 17)[0]).toBeCloseTo(1, 0);
    const empty = sharesAfter(without(standing, 22, 24), 24);
    expect(empty.length).toBeGreaterThan(12);
    for (const share of empty) expect(share).toBeLessThan(0.2);
  });

  it('shows no beats in the noise of an empty line', () => {
    const { beats } = run(without(standing, 22, 24));
    expect(beats.filter(({ timeUs }) => secondsOf(timeUs) > 21)).toEqual([]);
  });

  it('begins anew after a long one, or where the device has restarted', () => {
    expect(sharesAfter(without(standing, 10, 22), 22)[0]).toBeUndefined();
    const restarted = without(beating, 15, 17).map((packet, index) =>
      index < 15 ? packet : { ...packet, sequence: index - 15 },
    );
    expect(sharesAfter(restarted, 17)[0]).toBeUndefined();
  });

  it('is the same where the state is stored within the hole', () => {
    const packets = without(standing, 22, 24);
    const pipeline = newPipeline();
    const first = run(packets.slice(0, 22), pipeline);
    const after = run(packets.slice(22), restoredPipeline(structuredClone(pipeline.snapshot())));
    expect([...first.observations, ...after.observations]).toEqual(run(packets).observations);
  });
});
