import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { edfBytes, type EdfInput } from './edf/edf-for-tests.ts';
import { readRecording } from './files.ts';
import { parseByContent } from './parse-by-content.ts';
import { leadOf, leadSeconds, type EcgRecording } from './recording.ts';

const read = (text: string, options = {}): EcgRecording =>
  parseByContent(new TextEncoder().encode(text), 'r.csv', options);
const valuesOf = (recording: EcgRecording, lead?: string): number[] => {
  const { segments, microvoltsPerCount } = leadOf(recording, lead);
  return segments.flatMap(({ samples }) => [...samples].map((count) => count * microvoltsPerCount));
};
const edf = (input: EdfInput): EcgRecording => parseByContent(edfBytes(input), 'r.edf');
const ecg = { label: 'ECG', unit: 'uV' };

describe('EDF as recorders write it', () => {
  it('takes the ECG among brain and eye signals whatever its number', () => {
    const labels = ['C3', 'C4-A1', 'M1', 'LOC', 'EEG Fpz', 'ECG2', 'EKG1'];
    const recording = edf({ signals: labels.map((label) => ({ label, unit: 'V' })) });
    expect(recording.leads.map(({ lead }) => lead)).toEqual(['ECG2', 'EKG1']);
    expect([leadOf(recording).lead, leadOf(recording, 'c3').lead]).toEqual(['ECG2', 'C3']);
    expect(() => edf({ signals: [{ label: 'C3', unit: 'V' }] })).toThrow('found signals C3, expected an ECG');
  });

  it('asks which of several signals to take where no name says ECG', () => {
    const recording = edf({ signals: ['Ch1', 'Ch2', 'C3'].map((label) => ({ label, unit: 'uV' })) });
    expect(() => leadOf(recording)).toThrow(
      'lead is missing; expected one of 0 (Ch1), 1 (Ch2) in r, as no name says which is an ECG',
    );
    expect(leadOf(recording, '1').lead).toBe('Ch2');
    expect(edf({ signals: [{ label: 'Ch1', unit: 'uV' }] }).notes).toEqual([
      'nothing in the file says whether "Ch1" is an ECG',
    ]);
  });

  it.each([
    [
      { physicalMin: '0', physicalMax: '0' },
      'found a physical minimum and maximum of 0, expected two that differ',
    ],
    [{ digitalMin: '0', digitalMax: '0' }, 'found a digital minimum and maximum of 0'],
    [{ physicalMin: '' }, 'found physical minimum of signal 2 ""'],
    [{ samplesPerRecord: 5 }, 'found 5 Hz, expected 50 to 2000 Hz'],
  ])('names a lead that cannot be used, %j, and reads the others', (broken, reason) => {
    const recording = edf({
      signals: [
        { label: 'ECG I', unit: 'uV' },
        { label: 'ECG II', unit: 'uV', ...broken },
        { label: 'ECG V5', unit: 'uV' },
      ],
    });
    expect(recording.leads.map(({ lead }) => lead)).toEqual(['I', 'V5']);
    expect(recording.notes).toEqual([expect.stringContaining(`lead II cannot be used: r.edf: `)]);
    expect(recording.notes[0]).toContain(reason);
    expect(() => leadOf(recording, 'II')).toThrow(
      'lead: found "II", which cannot be used, expected one of 0 (I)',
    );
  });

  it('reads fields filled up with NUL, and units in Latin-1 and UTF-8', () => {
    for (const fill of [' ', '\0']) {
      for (const unit of [
        'uV',
        Buffer.from('µV', 'utf8'),
        Buffer.from('µV', 'latin1'),
        Buffer.from('μV', 'utf8'),
      ]) {
        expect(edf({ fill, signals: [{ label: 'ECG', unit }] }).leads[0]).toMatchObject({
          samplingRateHz: 100,
        });
      }
    }
    expect(
      edf({ signals: [{ label: 'ECG', unit: 'mV', physicalMin: '-3,2768', physicalMax: '3,2767' }] }).leads,
    ).toHaveLength(1);
  });

  it.each([
    [3600, 39.5, 39, 'the header says 3600 records and the file ends sooner: 39 records of 1 s are read'],
    [-1, 3.5, 3, '100 bytes follow the last whole record: 3 records of 1 s are read'],
    [0, 3, 3, undefined],
  ])('reads the whole records of a file that says %i and has %d', (stated, written, seconds, note) => {
    const bytes = edfBytes({ signals: [ecg], records: Math.ceil(written), statedRecords: stated });
    const size = bytes.byteLength - (written % 1 === 0 ? 0 : 100);
    const recording = parseByContent(bytes.subarray(0, size), 'r.edf');
    expect(leadSeconds(leadOf(recording))).toBe(seconds);
    expect(recording.notes).toEqual(note === undefined ? [] : [note]);
  });

  it('asks for a unit that is not there', () => {
    const bytes = edfBytes({ signals: [{ label: 'ECG', unit: '' }] });
    expect(() => parseByContent(bytes, 'r.edf')).toThrow(
      'found signals ECG (), expected an ECG in uV, mV or V, or its unit',
    );
    expect(parseByContent(bytes, 'r.edf', { unit: 'uV' }).leads).toHaveLength(1);
  });

  it('leaves a gap for a count below the stated range', () => {
    const counts = [1, 2, -32_768, -32_768, 5, 6];
    const signal = { label: 'ECG', unit: 'uV', counts, samplesPerRecord: 6 };
    const marked = {
      ...signal,
      digitalMin: '-2048',
      digitalMax: '2047',
      physicalMin: '-2048',
      physicalMax: '2047',
    };
    const lead = leadOf(edf({ records: 1, recordSeconds: 0.06, signals: [marked] }));
    expect(lead.segments.map(({ samples }) => [...samples])).toEqual([
      [1, 2],
      [5, 6],
    ]);
  });
});

describe('tables as apps write them', () => {
  const values = ['20.428', '-6.559', '6.815', '0.1'];
  it.each([
    [
      'Apple Health',
      'Name,T P\nRecorded Date,2026-03-01 10:00:00 +0100\nDevice,"Watch6,1"\nSample Rate,512 hertz\n\n\nLead,Lead I\nUnit,µV\n\n',
    ],
    [
      'Apple Health in German',
      'Name,T P\nKlassifizierung,Sinusrhythmus\nMessrate,512 Hertz\n\n\nAbleitung,Ableitung I\nEinheit,µV\n\n',
    ],
    [
      'a logger with comments',
      '# Sampling frequency: 512 Hz\n# mains filter: 50 Hz\n# Lead: I\n# Unit: uV\n',
    ],
  ])('reads the facts above the values of %s', (_, above) => {
    const recording = read(`${above}${values.join('\n')}\n`);
    expect(leadOf(recording)).toMatchObject({ lead: 'I', samplingRateHz: 512, microvoltsPerCount: 1 });
    expect(valuesOf(recording)).toEqual([20, -7, 7, 0]);
  });

  it('reads facts above headings too, and takes no pair of them for a row', () => {
    const text = 'Patient ID,12345\nSampling rate,250 Hz\nFilter,40 Hz\nII (mV),V5 (mV)\n0.1,0.2\n0.3,0.4\n';
    const recording = read(text);
    expect(recording.leads.map(({ lead, samplingRateHz }) => [lead, samplingRateHz])).toEqual([
      ['II', 250],
      ['V5', 250],
    ]);
    expect(valuesOf(recording, 'V5')).toEqual([200, 400]);
  });

  it.each([
    ['23:59:59.996', '00:00:00.000', '00:00:00.004'],
    ['11:59:59.996 PM', '12:00:00.000 AM', '12:00:00.004 AM'],
    ['31.12.2026 23:59:59,996', '01.01.2027 00:00:00,000', '01.01.2027 00:00:00,004'],
    ['[23:59:59.996 31/12/2026]', '[00:00:00.000 01/01/2027]', '[00:00:00.004 01/01/2027]'],
    ['2026-12-31 23:59:59.996', '2027-01-01 00:00:00.000', '2027-01-01 00:00:00.004'],
    ['59:59.996', '00:00.000', '00:00.004'],
    ['1772359200996', '1772359201000', '1772359201004'],
    ['1772359200.996', '1772359201.000', '1772359201.004'],
  ])('goes on where a clock begins anew: %s, %s', (...times) => {
    const recording = read(`time;II (uV)\n${times.map((time, index) => `${time};${index}`).join('\n')}\n`);
    const [segment, ...more] = leadOf(recording).segments;
    expect([leadOf(recording).samplingRateHz, more.length]).toEqual([250, 0]);
    expect([...segment!.samples]).toEqual([0, 1, 2]);
  });

  it('passes two midnights and keeps a gap between them', () => {
    const recording = read('time,II (uV)\n23:59:59.99,1\n00:00:00,2\n23:59:59.99,3\n00:00:00,4\n');
    expect(leadOf(recording, 0).segments.map(({ startSeconds }) => Math.round(startSeconds))).toEqual([
      0, 86_400,
    ]);
    expect(() => read('time,II (uV)\n10:00:00,1\n09:59:59,2\n')).toThrow(
      'expected a time that is not before',
    );
  });

  const arrivals = (rows: number, gapAt = Infinity): string => {
    const lines = Array.from({ length: rows }, (_, index) => {
      const burst = Math.floor(index / 8);
      const lost = index >= gapAt ? 5000 : 0;
      return `${1_772_359_200_000 + Math.round((burst * 8000) / 122) + (index % 8) + lost + ((burst * 7) % 5)},${index % 50}`;
    });
    return `time (ms),ecg (uV)\n${lines.join('\n')}\n`;
  };
  it('takes the rate of packets, where the times are those of arrival, and says so', () => {
    const recording = read(arrivals(2440));
    expect(recording.notes).toEqual([
      expect.stringContaining('the times are those of arrival, in packets: read at 122 Hz'),
    ]);
    expect(leadOf(recording)).toMatchObject({ samplingRateHz: 122 });
    expect(leadOf(recording).segments.map(({ samples }) => samples.length)).toEqual([2440]);
    expect(leadOf(read(arrivals(2440), { samplingRateHz: 125 })).segments).toHaveLength(1);
    const halves = leadOf(read(arrivals(2440, 1200))).segments;
    expect(halves.map(({ samples }) => samples.length)).toEqual([1200, 1240]);
    expect(halves[1]!.startSeconds).toBeCloseTo(1200 / 122 + 5, 1);
  });

  it('takes the rate of packets whose rows share one stamp', () => {
    const lines = Array.from(
      { length: 2000 },
      (_, index) => `${(Math.floor(index / 10) * 0.08).toFixed(2)},${index % 9}`,
    );
    const recording = read(`time (s),ecg (uV)\n${lines.join('\n')}`);
    expect(leadOf(recording)).toMatchObject({ samplingRateHz: 125 });
    expect(leadOf(recording).segments).toHaveLength(1);
  });

  it('keeps the gaps of a sensor that measures now and then', () => {
    const lines = Array.from(
      { length: 3000 },
      (_, index) => `${(Math.floor(index / 250) * 10 + (index % 250) / 100).toFixed(2)},1`,
    );
    const recording = read(`time (s),ecg (uV)\n${lines.join('\n')}`);
    expect(leadOf(recording)).toMatchObject({ samplingRateHz: 100 });
    expect(leadOf(recording).segments).toHaveLength(12);
  });

  it.each([
    ['semicolons', 'time (s);II (mV)\n0,000;-0,145\n0,004;0,2\n'],
    ['semicolons without headings of its own unit', 'sep=;\ntime_s;II_mV\n0,000;-0,145\n0,004;0,2\n'],
    ['tabs', 'time (s)\tII (mV)\n0,000\t-0,145\n0,004\t0,2\n'],
    ['blanks', 'time_s II_mV\n 0,000  -0,145\n 0,004   0,2\n'],
    ['quotes', 'time (s),II (mV)\n"0,000","-0,145"\n"0,004","0,2"\n'],
    ['commas on both sides', 'time (s),II (mV)\n0,000,-0,145\n0,004,0,2\n'],
  ])('reads decimal commas between %s', (_, text) => {
    const recording = read(text);
    expect(leadOf(recording, 'II').samplingRateHz).toBe(250);
    expect(valuesOf(recording, 'II')).toEqual([-145, 200]);
  });

  it('refuses commas that may be decimals or thousands, and reads values of Apple Health with decimal commas', () => {
    expect(() => read('II (uV)\n"1,024"\n"1,100"\n', { samplingRateHz: 250 })).toThrow(
      'r.csv:2: column 1: found "1,024", expected numbers without thousands separators',
    );
    const german = 'Messrate,512 Hertz\nAbleitung,Ableitung I\nEinheit,mV\n\n0,020\n-0,007\n0,100\n';
    expect(valuesOf(read(german))).toEqual([20, -7, 100]);
  });

  it('takes the rate of stamps in whole seconds, and ends where a logger has filled up with NUL', () => {
    const lines = Array.from(
      { length: 5000 },
      (_, index) => `${Math.floor((index + 100) / 250)},${index % 9}`,
    );
    const recording = read(`time (s),ecg (uV)\n${lines.join('\n')}\n${'\0'.repeat(500)}`);
    expect(leadOf(recording)).toMatchObject({ samplingRateHz: 250 });
    expect(leadOf(recording).segments.map(({ samples }) => samples.length)).toEqual([5000]);
  });

  it('reads Excel exports in UTF-16, and names a cut last line', () => {
    const text = 'time (s)\tII (mV)\n0,000\t-0,1\n0,004\t0,2\n0,008';
    const recording = parseByContent(Buffer.from(`\uFEFF${text}`, 'utf16le'), 'r.txt');
    expect(valuesOf(recording)).toEqual([-100, 200]);
    expect(recording.notes).toEqual(['the file ends within line 4, which is left out']);
  });

  it('leaves gaps for all words and marks for nothing', () => {
    const gaps = ['', '-', 'NaN', 'NA', 'n/a', 'null', '?', '.', '-32768'];
    const text = `II (uV)\n${gaps.map((gap) => `7\n${gap}`).join('\n')}\n9\n`.replace('7\n\n', '7\nnan\n');
    expect(leadOf(read(text, { samplingRateHz: 250 })).segments.map(({ samples }) => [...samples])).toEqual([
      ...gaps.map(() => [7]),
      [9],
    ]);
  });

  it('names a column that cannot be read, and reads the others', () => {
    const recording = read('I (mV),II (mV),III (mV)\n0.1,0.2,0.3\n0.1,?!,0.3\n', { samplingRateHz: 250 });
    expect(recording.leads.map(({ lead }) => lead)).toEqual(['I', 'III']);
    expect(recording.notes).toEqual([
      'lead II cannot be used: r.csv:3: column 2 (II): found "?!", expected a number',
    ]);
  });
});

describe('WFDB marks for missing samples', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'beatwatch-field-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const record = async (format: number, bytes: Uint8Array, samples: number): Promise<EcgRecording> => {
    await writeFile(join(folder, 'r.dat'), bytes);
    await writeFile(join(folder, 'r.hea'), `r 1 250 ${samples}\nr.dat ${format} 200/mV 16 0 0 0 0 II\n`);
    return readRecording(join(folder, 'r'));
  };

  it.each([
    [16, Buffer.from(Int16Array.of(1, 2, -32_768, -32_768, 3).buffer)],
    [80, Buffer.from([129, 130, 0, 0, 131])],
    [61, Buffer.from([0, 1, 0, 2, 0x80, 0, 0x80, 0, 0, 3])],
    [24, Buffer.from([1, 0, 0, 2, 0, 0, 0, 0, 0x80, 0, 0, 0x80, 3, 0, 0])],
    [32, Buffer.from(Int32Array.of(1, 2, -(2 ** 31), -(2 ** 31), 3).buffer)],
    [212, Buffer.from([1, 0, 2, 0, 0x88, 0, 3, 0, 0])],
    [160, Buffer.from(Uint16Array.of(32_769, 32_770, 0, 0, 32_771).buffer)],
  ])('are gaps in format %i', async (format, bytes) => {
    const [lead] = (await record(format, bytes, 5)).leads;
    expect(lead!.segments.map(({ startSeconds, samples }) => [startSeconds, ...samples])).toEqual([
      [0, 1, 2],
      [4 / 250, 3],
    ]);
  });

  it('come with leads that can be used, where another lead of the record cannot', async () => {
    const samples = Buffer.from(Int16Array.of(1, 2, 3).buffer);
    await writeFile(join(folder, 'a.dat'), samples);
    await writeFile(join(folder, 'b.dat'), samples.subarray(0, 4));
    const lines = ['r 4 250 3'];
    for (const [file, checksum, lead] of [
      ['a.dat', 6, 'I'],
      ['b.dat', 0, 'II'],
      ['none.dat', 0, 'III'],
    ] as const)
      lines.push(`${file} 16 200/µV 16 0 0 ${checksum} 0 ${lead}`);
    await writeFile(join(folder, 'c.dat'), samples);
    await writeFile(join(folder, 'r.hea'), `${lines.join('\n')}\nc.dat 16 200/µV 16 0 0 99 0 V5\n`);
    const recording = await readRecording(join(folder, 'r'));
    expect(recording.leads.map(({ lead }) => lead)).toEqual(['I']);
    expect(recording.unusable.map(({ lead }) => lead)).toEqual(['II', 'III', 'V5']);
    expect(recording.notes).toEqual([
      'lead II cannot be used: b.dat: found 4 bytes of samples, expected 6 for 1 signals of 3',
      'lead III cannot be used: r: signal file none.dat is missing; expected its bytes',
      'lead V5 cannot be used: c.dat: signal V5: found checksum 6, expected 99 as in its header',
    ]);
    await writeFile(join(folder, 'r.hea'), `${lines[0]!.replace('4', '1')}\n${lines[2]!}\n`);
    await expect(readRecording(join(folder, 'r'))).rejects.toThrow('b.dat: found 4 bytes of samples');
  });

  it('are signal where the signal was clipped', async () => {
    const counts = [0, -9000, -20_000, -31_000, -32_768, -32_768, -32_768, -30_000, -9000, 0];
    const [lead] = (await record(16, Buffer.from(Int16Array.from(counts).buffer), counts.length)).leads;
    expect(lead!.segments.map(({ samples }) => samples.length)).toEqual([counts.length]);
  });
});

describe('files of other formats', () => {
  it.each([
    ['ISHNE1.0\0\0', 'a Holter file in ISHNE format'],
    ['\xffBIOSEMI', 'BDF, the 24-bit form of EDF'],
    ['\x89HDF\r\n\x1a\n\0', 'HDF5, as MAT files of version 7.3 are'],
    ['PK\x03\x04\0\0', 'a ZIP archive'],
    ['\x1f\x8b\x08\0', 'a gzip archive'],
    ['<?xml version="1.0"?><AnnotatedECG>', 'HL7 aECG'],
    ['{"resourceType": "Observation"}', 'JSON'],
    [`${'\0'.repeat(128)}DICM`, 'DICOM'],
    ['\x01\x02\0\x03junk', 'unknown bytes that begin with 01 02 00 03'],
  ])('are named: %j', (opening, name) => {
    const bytes = Buffer.concat([Buffer.from(opening, 'latin1'), Buffer.alloc(1000, 0)]);
    expect(() => parseByContent(bytes, 'x.dat')).toThrow(`x.dat: found ${name}`);
  });
});
