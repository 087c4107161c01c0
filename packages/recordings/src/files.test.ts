import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { referenceFile } from '../../../test/stack/reference-data.ts';
import { RecordingError } from './errors.ts';
import { readRecording, readWfdbRecord } from './files.ts';
import { parseByContent } from './parse-by-content.ts';
import { samplesAboveBaseline } from './wfdb/record.ts';

const sameCounts = (a: Int16Array, b: Int16Array): boolean =>
  Buffer.from(a.buffer).equals(Buffer.from(b.buffer));

describe('readRecording', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'beatwatch-readers-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('reads a WFDB record by any of its names, with its annotations', async (context) => {
    const stem = referenceFile(context, 'mitdb', '208.hea').replace(/\.hea$/, '');
    const record = await readWfdbRecord(stem);
    for (const path of [stem, `${stem}.hea`, `${stem}.dat`]) {
      const { name, leads, annotations } = await readRecording(path);
      expect([name, leads.map(({ lead }) => lead), annotations.length]).toEqual([
        '208',
        ['MLII', 'V1'],
        3040,
      ]);
      expect(leads[0]).toMatchObject({ samplingRateHz: 360, microvoltsPerCount: 5 });
      expect(sameCounts(leads[0]!.segments[0]!.samples, samplesAboveBaseline(record.signals[0]!))).toBe(true);
    }
  });

  it('leaves out what is no voltage', async (context) => {
    const { leads } = await readRecording(referenceFile(context, 'cinc2015', 'v102s.hea'));
    expect(leads.map(({ lead }) => lead)).toEqual(['II', 'V']);
  });

  it('reads a MATLAB file with its header, and alone the same where the caller says what the header did', async (context) => {
    const path = referenceFile(context, 'cinc2017', 'A00001.mat');
    const withHeader = await readRecording(path);
    const alone = join(folder, 'alone.mat');
    await copyFile(path, alone);
    const { leads } = await readRecording(alone, { samplingRateHz: 300, unit: 'uV' });
    expect(sameCounts(leads[0]!.segments[0]!.samples, withHeader.leads[0]!.segments[0]!.samples)).toBe(true);
    expect(leads[0]!.microvoltsPerCount).toBe(withHeader.leads[0]!.microvoltsPerCount);
  });

  it('recognises a table by its content, whatever its name', async () => {
    const path = join(folder, 'export.txt');
    await writeFile(path, 'time,II (uV)\n0,1\n0.004,2\n');
    expect((await readRecording(path)).leads[0]).toMatchObject({ lead: 'II', samplingRateHz: 250 });
  });

  it('fails on any bytes only with a RecordingError', () => {
    const opening = fc.constantFrom('', '0       ', 'MATLAB 5.0', '\x1e\0\0\0', 'time,II (mV)\n');
    fc.assert(
      fc.property(opening, fc.uint8Array({ maxLength: 600 }), (text, rest) => {
        try {
          parseByContent(Buffer.concat([Buffer.from(text, 'latin1'), rest]), 'x', {
            samplingRateHz: 250,
            unit: 'mV',
          });
        } catch (error) {
          expect(error).toBeInstanceOf(RecordingError);
        }
      }),
      { numRuns: 300 },
    );
  });
});
