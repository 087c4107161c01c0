import { patientModel, PatientModels, type EncodedBeat } from '@beatwatch/adaptation';
import {
  deviceId,
  patientId,
  rWindow88Microvolts,
  type Beat,
  type Observation,
  type SignalSecond,
} from '@beatwatch/contracts';
import { createUntrainedModel } from '@beatwatch/model-core';
import { expect, it } from 'vitest';
import { PatientMonitor } from './patient-monitor.ts';

const { manifest } = createUntrainedModel({ embedding: 1, seed: 1, sampleCount: 88 });
const model = patientModel({ ...manifest, preprocessing: rWindow88Microvolts }, () => Promise.resolve([]));
/** Trees that tell every row the same. */
const trees = {
  columns: 1,
  classes: 2,
  depth: 1,
  offsets: Float32Array.of(0.5),
  features: Float32Array.of(-1),
  thresholds: Float32Array.of(0),
  missingLeft: Float32Array.of(0),
  leaves: Float32Array.of(0.25, 0),
};
const rhythm = { trees, shift: 0 };
const monitor = (): PatientMonitor =>
  new PatientMonitor(
    { beats: new PatientModels([model]), atrialFibrillation: rhythm, ventricular: rhythm },
    patientId('p-1'),
  );

const startUs = 1_780_000_000_000_000;

/** Of one lead that goes on and of many that come once, of two devices, some late, on three time axes. */
function observations(): Observation[] {
  return Array.from({ length: 400 }, (_, index) => {
    const axis = Math.floor(index / 150);
    const timeUs = startUs + (index % 150) * 1_000_000 + axis * 1000;
    const isStray = index % 3 === 0;
    const common = {
      patientId: patientId('p-1'),
      deviceId: deviceId(index % 40 > 35 ? 'd-2' : 'd-1'),
      lead: isStray ? `stray-${index}` : 'II',
      timeUs,
      endTimeUs: timeUs + 1_000_000,
      axis,
      ...(index % 29 === 7 && { late: true as const }),
    };
    const second: SignalSecond = {
      ...common,
      qualityIndex: index % 31 === 0 ? 0.2 : 0.9,
      faults: [],
      fibrillationIndex: 0.1,
      rhythmMeasures: [0.5, -0.2, 3, 0.4, 0.2, 300],
    };
    const samples = Float32Array.from({ length: 88 }, (_one, at) => {
      const wave = 900 * Math.exp(-(((at - 31) / (index % 17 === 0 ? 9 : 3)) ** 2));
      return wave + 20 * Math.sin(index * at);
    });
    const beat: Beat = {
      ...common,
      rrIntervalMs: 1000,
      precedingRrIntervalMs: 1000,
      preprocessing: rWindow88Microvolts,
      samples,
    };
    return [{ kind: 'beat', beat } as const, { kind: 'second', second } as const];
  }).flat();
}

const codeOf = ({ samples }: Beat): EncodedBeat => ({
  reconstructionLoss: 1,
  reconstruction: samples.map((value) => value / 1000),
  latent: Float32Array.of(0),
});

it('observes many in a row as it does one after the other, whatever is forgotten on the way', () => {
  const all = observations();
  const discharge = {
    patientId: patientId('p-1'),
    actor: 'nurse',
    timeUs: startUs,
    action: 'discharge',
  } as const;
  const one = monitor();
  const many = monitor();
  for (const [part, length] of [300, 1, 250, 249].entries()) {
    const run = all.splice(0, length);
    const codes = new Map(
      run.flatMap((each) => (each.kind === 'beat' ? [[each.beat, codeOf(each.beat)]] : [])),
    );
    const expected = run.map((each) =>
      each.kind === 'beat' ? one.beat(each.beat, codeOf(each.beat)) : { events: one.second(each.second) },
    );
    expect(many.observe(run, codes)).toEqual(expected);
    expect(many.state).toEqual(one.state);
    if (part !== 2) continue;
    // More leads have come than are kept, on the second of the axes.
    expect(Object.keys(one.state.seconds)).toHaveLength(31);
    expect(one.state.axis).toBe(1);
    expect(many.command(discharge)).toEqual(one.command(discharge));
  }
});
