import { expect, it } from 'vitest';
import type { WaveformResponse } from '../server/responses.ts';
import { baselineMm, paperRows } from './paper-strip.ts';

const startUs = 1.7e15;
/** One second at 250 Hz: a peak of 1 mV at its middle. */
const chunk = (second: number, lead = 'II', peakMv = 1): WaveformResponse['chunks'][number] => ({
  lead,
  firstSampleTimeUs: startUs + second * 1e6,
  samplingRateHz: 250,
  microvoltsPerCount: 1,
  samples: Array.from({ length: 250 }, (_, index) => (index === 125 ? 1000 * peakMv : 0)),
});
const strip = (chunks: WaveformResponse['chunks']): WaveformResponse => ({ chunks, scores: [], poor: [] });
const points = (path: string) =>
  [...path.matchAll(/([ML])([-\d.]+) ([-\d.]+)/g)].map(([, step, x, y]) => ({
    step,
    x: Number(x),
    y: Number(y),
  }));

it('draws 25 mm a second and 10 mm a millivolt', () => {
  const [row] = paperRows(strip([chunk(0), chunk(1)]), { fromUs: startUs, toUs: startUs + 2e6 });
  const peaks = points(row!.path).filter(({ y }) => y < baselineMm - 5);
  expect(row).toMatchObject({ lead: 'II', gain: 10, widthMm: 50 });
  expect(peaks.map(({ x }) => x)).toEqual([12.5, 37.5]);
  expect(baselineMm - peaks[0]!.y).toBeCloseTo(10, 0);
});

it('begins anew after a gap, and draws no line through it', () => {
  const [row] = paperRows(strip([chunk(0), chunk(3)]), { fromUs: startUs, toUs: startUs + 4e6 });
  expect(
    points(row!.path)
      .filter(({ step }) => step === 'M')
      .map(({ x }) => x),
  ).toEqual([0, 75]);
});

it('has a row for each ten seconds of each lead, with a smaller gain where the trace is tall', () => {
  const chunks = Array.from({ length: 12 }, (_, second) => [chunk(second), chunk(second, 'V5', 3)]).flat();
  const rows = paperRows(strip(chunks), { fromUs: startUs, toUs: startUs + 12e6 });
  expect(rows.map(({ lead, gain, widthMm }) => [lead, gain, widthMm])).toEqual([
    ['II', 10, 250],
    ['II', 10, 50],
    ['V5', 5, 250],
    ['V5', 5, 50],
  ]);
});

it('marks anomalous beats and classes in the row in which they lie', () => {
  const beat = {
    patientId: 'p1',
    beatTimeUs: startUs + 11e6,
    rrIntervalMs: 800,
    anomalyScore: 3,
    anomalous: true,
  };
  const scores = [{ ...beat, ventricular: true, beatClass: 'V' }] as unknown as WaveformResponse['scores'];
  const chunks = Array.from({ length: 12 }, (_, second) => chunk(second));
  const rows = paperRows({ chunks, scores, poor: [] }, { fromUs: startUs, toUs: startUs + 12e6 });
  expect(rows.map(({ labels }) => labels)).toEqual([[], [{ atMm: 25, text: 'V' }]]);
  expect(rows[1]!.anomalous).toEqual([{ fromMm: 22.5, toMm: 42.5 }]);
});
