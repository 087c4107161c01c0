import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RecordingError } from '../errors.ts';
import { parseCsvRecording } from './csv-recording.ts';
import type { EcgRecording } from '../recording.ts';

const countsOf = ({ leads }: EcgRecording): unknown[] =>
  leads.map(({ lead, samplingRateHz, microvoltsPerCount, segments }) => [
    lead,
    samplingRateHz,
    microvoltsPerCount,
    ...segments.map(({ startSeconds, samples }) => [startSeconds, ...samples]),
  ]);

describe('parseCsvRecording', () => {
  it('takes names and units from the headings and the rate from the times', () => {
    const csv = 'time (ms),II (mV),V5 (uV)\n0,0.1,5\n4,-0.25,-6\n8,1.5,7\n';
    expect(countsOf(parseCsvRecording(csv, 'r.csv'))).toEqual([
      ['II', 250, 1, [0, 100, -250, 1500]],
      ['V5', 250, 1, [0, 5, -6, 7]],
    ]);
  });

  it('reads semicolons with decimal commas, and tabs', () => {
    const expected = [['II', 250, 1, [0, 100, -250]]];
    const semicolons = '\uFEFFtime (s);II [mV]\r\n0,000;0,1\r\n0,004;-0,25\r\n';
    const tabs = 'II_mV\ttime_s\n0.1\t10\n-0.25\t10.004\n';
    expect(countsOf(parseCsvRecording(semicolons, 'r.csv'))).toEqual(expected);
    expect(countsOf(parseCsvRecording(tabs, 'r.tsv'))).toEqual(expected);
  });

  it('reads exports of PhysioNet: single quotes, a row of units, elapsed time by the clock', () => {
    const csv =
      "'Elapsed time','MLII','RESP'\n'hh:mm:ss.mmm','mV','NU'\n'0:00.000',-0.145,3\n'0:00.003',-0.15,3\n'0:00.006',-0.16,4\n'0:00.008',-0.2,4\n";
    const { leads } = parseCsvRecording(csv, 'samples.csv');
    expect(leads.map(({ lead, segments }) => [lead, ...segments[0]!.samples])).toEqual([
      ['MLII', -145, -150, -160, -200],
    ]);
    expect(leads[0]!.samplingRateHz).toBeCloseTo(375);
  });

  it('reads bare numbers where the caller gives rate and unit, and skips comments, counters and labels', () => {
    const known = { samplingRateHz: 500, unit: 'mV' } as const;
    expect(countsOf(parseCsvRecording('1,2\n\n3,4\n', 'r.csv', known))).toEqual([
      ['lead 1', 500, 1000, [0, 1, 3]],
      ['lead 2', 500, 1000, [0, 2, 4]],
    ]);
    const labelled = '# from a logger\nsample,ecg,label\n0,0.5,N\n1,0.6,V\n';
    expect(countsOf(parseCsvRecording(labelled, 'r.csv', known))).toEqual([['ecg', 500, 1, [0, 500, 600]]]);
  });

  it('ends a segment at gaps in the times and at missing samples', () => {
    const csv = 'time,II (uV)\n0,1\n0.01,2\n0.02,3\n0.5,4\n0.51,\n0.52,6\n0.53,7\n';
    expect(countsOf(parseCsvRecording(csv, 'r.csv'))).toEqual([
      ['II', 100, 1, [0, 1, 2, 3], [0.5, 4], [0.52, 6, 7]],
    ]);
  });

  it('finds the rate behind times that are rounded to milliseconds', () => {
    const rows = Array.from({ length: 3600 }, (_, index) => `${(index / 360).toFixed(3)},0`);
    const { leads } = parseCsvRecording(`time,II (mV)\n${rows.join('\n')}`, 'r.csv');
    expect(leads[0]).toMatchObject({ samplingRateHz: 360 });
    expect(leads[0]!.segments).toHaveLength(1);
  });

  it('reads dates as times', () => {
    const csv = 'timestamp,II (uV)\n2025-03-01T10:00:00.000Z,1\n2025-03-01T10:00:00.008Z,2\n';
    expect(countsOf(parseCsvRecording(csv, 'r.csv'))).toEqual([['II', 125, 1, [0, 1, 2]]]);
  });

  it.each([
    ['time,II (mV)\n0,0.1\n0.004,abc\n', 'r.csv:3: column 2 (II): found "abc", expected a number'],
    ['time,II (mV)\n0,0.1\n0.004\n', 'r.csv:3: found 1 values, expected 2'],
    ['time,II (mV)\n0.1,1\n0,1\n', 'r.csv:3: column 1 (time): found "0", expected a time that is not before'],
    ['time,II (mV)\n1,1\n1,1\n1,2\n', 'r.csv:2: column 1 (time): found times that repeat'],
    ['II (mV)\n1\n', 'r.csv:1: sampling rate is missing; expected a column "time (s)"'],
    [
      'time,II\n0,1\n1,2\n',
      'r.csv:1: found "II", expected a column with a unit of voltage, such as "II (mV)"',
    ],
    ['time,II (mV)\n', 'r.csv:1: found the end of the file, expected a row of samples'],
    ['time,II (mV)\n0,"1\n', 'r.csv:2: found quoted field unterminated, expected matching quotes'],
    ['', 'r.csv:1: found the end of the file, expected a row of samples'],
  ])('states where %j is wrong', (csv, message) => {
    expect(() => parseCsvRecording(csv, 'r.csv')).toThrow(message);
  });

  it('round-trips every sample, with any separator', () => {
    // -32768 is the mark for a missing sample.
    const microvolts = fc.integer({ min: -32_767, max: 32_767 });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(microvolts, fc.option(microvolts)), { minLength: 2 }),
        fc.constantFrom([',', '.'], [';', ','], ['\t', '.'], [';', '.']),
        fc.constantFrom(125, 250, 500),
        (rows, [separator, point], rate) => {
          const shown = (value: number): string => String(value).replace('.', point);
          const lines = rows.map(([a, b], index) =>
            [shown(index / rate), shown(a), b === null ? '' : shown(b)].join(separator),
          );
          const text = [['time', 'a (uV)', 'b (uV)'].join(separator), ...lines].join('\n');
          if (rows.every(([, b]) => b === null)) return;
          const [a, b] = parseCsvRecording(text, 'r.csv').leads;
          expect(a!.samplingRateHz).toBe(rate);
          expect([...a!.segments[0]!.samples]).toEqual(rows.map(([value]) => value));
          expect(b!.segments.flatMap(({ samples }) => [...samples])).toEqual(
            rows.flatMap(([, value]) => value ?? []),
          );
        },
      ),
    );
  });

  it('fails on any text only with file and line, or the lead', () => {
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom('time,II (mV)', '0,1', '0.004,2', '"', ';', 'NaN,NaN', '#', '1e999,1', '\t', "'"),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 10 }), fc.boolean(), (pieces, known) => {
        try {
          const { leads } = parseCsvRecording(
            pieces.join('\n'),
            'x.csv',
            known ? { samplingRateHz: 250, unit: 'mV' } : {},
          );
          expect(leads.length).toBeGreaterThan(0);
        } catch (error) {
          expect(error).toBeInstanceOf(RecordingError);
          expect((error as RecordingError).message).toMatch(/^x\.csv:(\d+:| lead) /);
        }
      }),
    );
  });
});
