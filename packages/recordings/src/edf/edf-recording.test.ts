import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RecordingError } from '../errors.ts';
import { parseEdfRecording } from './edf-recording.ts';

// Python, pyedflib 0.1.42: w = pyedflib.EdfWriter('g.edf', 3, file_type=pyedflib.FILETYPE_EDFPLUS); signals 'ECG II' at
//   250 Hz, -5 to 5 mV over -32768 to 32767, 'EEG Fpz-Cz' at 100 Hz, and 'ECG V5' at 500 Hz, -3200 to 3200 uV over -2048
//   to 2047; w.writeSamples([(np.arange(500) % 50 - 25) * 40, np.zeros(200), (np.arange(1000) % 20 - 10) * 3] as int32,
//   digital=True); w.writeAnnotation(0.5, -1, 'Lights off'); base64 of gzip
const golden = gunzipSync(
  Buffer.from(
    'H4sIAAAAAAACA+1VPUjDQBR+SUAqCIpEKLjcKJSEyzWxHVv6LyKCUDpa0NoOtsVGEKeOjh07OnZ07NjRsaNjEYSCIAqCRZKcaXPR4iRUpcp9gXzJe9/Lg/eFexh5KLDru7BnFk/Mg6J5iDBRtuI7CsFEn6EHJirWVKLjsIp1FRsaieJxPJVMhxJf/AZhrDHWx/WJDMrlPjSpVAal6+dK4py9u/m8MZVPplG8Wq2ZRbNSqzYQx2w4znt8+ol9KGz27v8z8VsJew8KM9G3hqURS7977Oojm9FJvR5FU8ziY4pM6vUImmI/zjEbiOH5ojF/DJ/nZLhBK2aVrZbVtQZWwMZ2wW7aHbtvj2zkZJ2603Z6ztBZoVG6Ty/oFb2hABuwC2dwCdfwCEEhJpSFltAVBkJAxGJBbIodsS+ORCRlpbrUlnoS7zFfPeCf4Jbe0SG9pw/0iT7TF/pKbXcaEizAIizBMqzCGgRhneu4juv+sC6EZdm9qe7uxPJ25ahsNlCtVJJ/7mTh24RvRb4VuY7ruG5ut6Imy797srwBmiccIiwTAAA=',
    'base64',
  ),
);

interface Written {
  readonly label?: string;
  readonly records: readonly (readonly number[])[];
  /** Onset of each record: EDF+D. */
  readonly onsets?: readonly number[];
}

/** One signal at 100 Hz, 1 uV a count, and the annotations' signal, as the format's description says. */
function written({ label = 'ECG', records, onsets }: Written): Uint8Array {
  const perRecord = records[0]!.length;
  const field = (value: string | number, width: number): string => String(value).padEnd(width);
  const pair = (first: string | number, second: string | number, width: number): string =>
    field(first, width) + field(second, width);
  const header = [
    field(0, 8) + field('X X X X', 80) + field('Startdate X X X X', 80) + '01.01.24' + '00.00.00',
    field(768, 8) + field(onsets === undefined ? 'EDF+C' : 'EDF+D', 44),
    field(records.length, 8) + field(perRecord / 100, 8) + field(2, 4),
    pair(label, 'EDF Annotations', 16) + pair('', '', 80) + pair('uV', '', 8),
    pair(-32_768, -1, 8) + pair(32_767, 1, 8) + pair(-32_768, -32_768, 8) + pair(32_767, 32_767, 8),
    pair('', '', 80) + pair(perRecord, 16, 8) + pair('', '', 32),
  ].join('');
  const body = records.flatMap((samples, record) => {
    const onset = onsets?.[record] ?? (record * perRecord) / 100;
    const list = Buffer.alloc(32);
    list.write(`+${onset}\x14\x14\0`, 'latin1');
    return [Buffer.from(Int16Array.from(samples).buffer), list];
  });
  return Buffer.concat([Buffer.from(header, 'latin1'), ...body]);
}

describe('parseEdfRecording', () => {
  it('reads the ECG that pyedflib wrote, each lead at its own rate and gain', () => {
    const { leads, annotations } = parseEdfRecording(golden, 'g.edf');
    expect(leads.map(({ lead, samplingRateHz }) => [lead, samplingRateHz])).toEqual([
      ['II', 250],
      ['V5', 500],
    ]);
    // pyedflib's readSignal gives -0.152513… mV and -46.105… uV for the first samples.
    const microvolts = leads.map(({ segments, microvoltsPerCount }) =>
      [...segments[0]!.samples.slice(0, 3)].map((count) => count * microvoltsPerCount),
    );
    for (const [index, expected] of [
      [-152.514, -146.41, -140.307],
      [-46.105, -41.416, -36.728],
    ].entries()) {
      const step = leads[index]!.microvoltsPerCount;
      expect(
        expected.every((value, at) => Math.abs(value - microvolts[index]![at]!) <= step / 2 + 1e-3),
      ).toBe(true);
    }
    const second = leads[1]!.segments[0]!.samples;
    expect([...second].map((count) => count - second[0]!)).toEqual(
      Array.from({ length: 1000 }, (_, index) => (index % 20) * 3),
    );
    expect(annotations).toMatchObject([{ sample: 125, symbol: '"', aux: 'Lights off' }]);
  });

  it('keeps the gaps of EDF+D', () => {
    const bytes = written({
      records: [
        [1, 2],
        [3, 4],
        [5, 6],
      ],
      onsets: [0.5, 0.52, 7],
    });
    const [lead] = parseEdfRecording(bytes, 'd.edf').leads;
    expect(lead!.segments.map(({ startSeconds, samples }) => [startSeconds, ...samples])).toEqual([
      [0, 1, 2, 3, 4],
      [6.5, 5, 6],
    ]);
  });

  it('counts the records where the header leaves their number open', () => {
    const bytes = written({
      records: [
        [1, 2],
        [3, 4],
      ],
    });
    bytes.set(Buffer.from('-1      '), 236);
    expect([...parseEdfRecording(bytes, 'o.edf').leads[0]!.segments[0]!.samples]).toEqual([1, 2, 3, 4]);
  });

  it('accepts voltages of unknown type where no label says ECG', () => {
    const leadsOf = (label: string) => parseEdfRecording(written({ label, records: [[1]] }), 'l.edf').leads;
    expect(leadsOf('MLII')[0]!.lead).toBe('MLII');
    expect(() => leadsOf('EEG Cz')).toThrow('l.edf: found signals EEG Cz, expected an ECG in uV');
  });

  it.each([
    [
      'a short file',
      (bytes: Uint8Array) => bytes.subarray(0, -1),
      'e.edf: found 35 bytes of records, expected at least one record of 36 bytes',
    ],
    [
      'another format',
      (bytes: Uint8Array) => bytes.fill(0x31, 0, 1),
      'e.edf: at byte 0: found version "1", expected "0"',
    ],
    [
      'a word',
      (bytes: Uint8Array) => bytes.fill(0x41, 244, 252),
      'e.edf: at byte 244: found seconds of a record "AAAAAAAA"',
    ],
    [
      'a rate of 10 Hz',
      (bytes: Uint8Array) => (bytes.set(Buffer.from('0.2 '), 244), bytes),
      'e.edf: lead ECG: found 10 Hz',
    ],
  ])('refuses %s', (_, damage, message) => {
    expect(() => parseEdfRecording(damage(written({ records: [[1, 2]] })), 'e.edf')).toThrow(message);
  });

  it('refuses records of EDF+D that overlap', () => {
    const bytes = written({
      records: [
        [1, 2],
        [3, 4],
      ],
      onsets: [0, 0.01],
    });
    expect(() => parseEdfRecording(bytes, 'd.edf')).toThrow(
      'd.edf: found record 2 at 0.01 s, expected a time from 0.02 s',
    );
  });

  it('round-trips every sample', () => {
    const sample = fc.integer({ min: -32_767, max: 32_767 });
    const records = fc
      .integer({ min: 1, max: 20 })
      .chain((length) =>
        fc.array(fc.array(sample, { minLength: length, maxLength: length }), { minLength: 1 }),
      );
    fc.assert(
      fc.property(records, (value) => {
        const { segments, microvoltsPerCount } = parseEdfRecording(written({ records: value }), 'p.edf')
          .leads[0]!;
        expect(segments).toHaveLength(1);
        expect([...segments[0]!.samples].map((count) => Math.round(count * microvoltsPerCount))).toEqual(
          value.flat(),
        );
      }),
    );
  });

  it('fails on damaged bytes only with the file and what was expected', () => {
    const good = written({
      records: [
        [1, 2],
        [3, 4],
        [5, 6],
      ],
      onsets: [0, 0.02, 7],
    });
    const change = fc.tuple(fc.nat({ max: good.length - 1 }), fc.integer({ min: 0, max: 255 }));
    fc.assert(
      fc.property(fc.array(change, { maxLength: 8 }), fc.nat({ max: good.length }), (changes, cut) => {
        const bytes = Uint8Array.from(good);
        for (const [at, value] of changes) bytes[at] = value;
        try {
          parseEdfRecording(bytes.subarray(0, cut < 40 ? cut * 20 : bytes.length), 'x.edf');
        } catch (error) {
          expect(error).toBeInstanceOf(RecordingError);
          expect((error as RecordingError).message).toMatch(
            /^x\.edf: .*(found .*, expected|is missing; expected) /s,
          );
        }
      }),
      { numRuns: 300 },
    );
  });
});
