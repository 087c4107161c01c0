import { missingSample } from '@beatwatch/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { testSignal } from '../test-signal.ts';
import { newPipeline, packetsOf, restoredPipeline, run, startUs } from './test-packets.ts';

const rateHz = 250;
const { samples: clean } = testSignal(30, rateHz);
/** Samples that are missing, as places in the signal. */
const holes = [
  [1000, 1010],
  [2500, 2501],
  [3000, 3075],
  [4400, 4900],
] as const;
const samples = clean.slice();
for (const [from, to] of holes) samples.fill(missingSample, from, to);
const timeOf = (place: number): number => startUs + (place * 1e6) / rateHz;

describe('missing samples within packets', () => {
  const whole = run(packetsOf(samples));

  it('are gaps: no beat spans them, and nothing of them is stored', () => {
    expect(whole.events).toEqual(
      holes.map(([from, to]) => ({ kind: 'gap', fromUs: timeOf(from), timeUs: timeOf(to) })),
    );
    for (const { timeUs, endTimeUs } of whole.beats) {
      expect(holes.some(([from, to]) => timeUs < timeOf(to) && endTimeUs > timeOf(from))).toBe(false);
    }
    const stored = whole.chunks.flatMap((chunk) => [...chunk.samples]);
    expect(stored).not.toContain(missingSample);
    expect(whole.beats.length).toBeGreaterThan(run(packetsOf(clean)).beats.length - 3 * holes.length);
  });

  it('mean the same however the signal is cut into packets, also where a state is stored between', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 25, max: 400 }), { minLength: 1, maxLength: 6 }),
        fc.boolean(),
        (packetLengths, isRestored) => {
          let pipeline = newPipeline();
          const outputs = packetsOf(samples, { packetLengths }).map((packet) => {
            if (isRestored) pipeline = restoredPipeline(structuredClone(pipeline.snapshot()));
            return pipeline.push(packet);
          });
          expect(outputs.flatMap(({ observations }) => observations)).toEqual(whole.observations);
          expect(outputs.flatMap(({ events }) => events)).toEqual(whole.events);
        },
      ),
      { numRuns: 6 },
    );
  });

  it('do not count as lost packets, and late ones are gaps too', () => {
    const packets = packetsOf(samples);
    const [early, late] = [packets.slice(0, 30), packets.slice(30, 50)];
    const output = run([...early, ...packets.slice(50), ...late, ...packets.slice(-1)]);
    const stored = output.chunks.flatMap((chunk) => [...chunk.samples]);
    expect(stored).not.toContain(missingSample);
    const lost = output.events.flatMap((event) => (event.kind === 'gap' ? [event.lostPackets] : []));
    expect(lost.filter((count) => count !== undefined)).toEqual([20]);
  });
});
