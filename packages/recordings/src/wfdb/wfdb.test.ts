import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { referenceFile } from '../../../../test/stack/reference-data.ts';
import { aamiClassOf, isBeatAnnotation } from './beat-classes.ts';
import { readWfdbRecord } from '../files.ts';
import { parseWfdbAnnotations } from './annotations.ts';
import { parseWfdbHeader } from './header.ts';
import { assembleWfdbRecord, samplesAboveBaseline } from './record.ts';
import { decodeSignalFile } from './signals.ts';

const fromHex = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'));

/** Two signals of five samples: what the golden bytes below hold. */
const signals = [
  [0, -1, 127, 5, -100],
  [1, 100, -128, -77, 33],
];

// Python, wfdb 4.3.1: wfdb.wrsamp('g', fs=250, units=['mV']*2, sig_name=['I', 'II'], fmt=[FORMAT]*2,
//   d_signal=np.array(signals).T, adc_gain=[200.]*2, baseline=[0]*2); 61, 160, 310 and 311 after their definition, by hand;
//   wfdb.rdrecord reads those of 310 and 311 as these signals
const goldenBytes: Readonly<Record<number, string>> = {
  16: '00000100ffff64007f0080ff0500b3ff9cff2100',
  80: '80817fe4ff0085331ca1',
  212: '000001ff0f647ff08005f0b39c0f21',
  61: '00000001ffff0064007fff800005ffb3ff9c0021',
  24: '000000010000ffffff6400007f000080ffff050000b3ffff9cffff210000',
  32: '0000000001000000ffffffff640000007f00000080ffffff05000000b3ffffff9cffffff21000000',
  310: '00f802f8c800fee00ae066e74200',
  311: '0004f03f64fc013805ccce392100',
  160: '00800180ff7f6480' + '7f80807f' + '0580b37f' + '9c7f2180',
};

const layout = { fileName: 'g.dat', byteOffset: 0, signalCount: 2, sampleCount: 5 };

/** Triples of samples as 32-bit words; what an incomplete triple does not need is left out. */
function bytesOfTriples(
  samples: readonly number[],
  word: (a: number, b: number, c: number) => number,
  restBytes: readonly number[],
): Uint8Array {
  const bytes: number[] = [];
  for (let index = 0; index < samples.length; index += 3) {
    const [a = 0, b = 0, c = 0] = samples.slice(index, index + 3).map((value) => value & 0x3ff);
    const packed = word(a, b, c);
    bytes.push(packed & 0xff, (packed >>> 8) & 0xff, (packed >>> 16) & 0xff, packed >>> 24);
  }
  const rest = samples.length % 3;
  return Uint8Array.from(rest === 0 ? bytes : bytes.slice(0, bytes.length - 4 + restBytes[rest]!));
}
const bytesOf310 = (samples: readonly number[]): Uint8Array =>
  bytesOfTriples(
    samples,
    (a, b, c) => (a << 1) | ((c & 31) << 11) | (((b << 1) | ((c >> 5) << 11)) << 16),
    [0, 2, 4],
  );
const bytesOf311 = (samples: readonly number[]): Uint8Array =>
  bytesOfTriples(samples, (a, b, c) => a | (b << 10) | (c << 20), [0, 2, 3]);

describe('decodeSignalFile', () => {
  it.each(Object.entries(goldenBytes))('reads format %s', (format, hex) => {
    const decoded = decodeSignalFile(fromHex(hex), { ...layout, format: Number(format) });
    expect(decoded.map((counts) => [...counts])).toEqual(signals);
  });

  it('skips the bytes before the samples and finds their number from the length of the file', () => {
    const bytes = new Uint8Array([...new Uint8Array(24), ...fromHex(goldenBytes[16]!)]);
    const decoded = decodeSignalFile(bytes, {
      ...layout,
      format: 16,
      byteOffset: 24,
      sampleCount: undefined,
    });
    expect(decoded.map((counts) => [...counts])).toEqual(signals);
  });

  it('unpacks every pair of 12-bit samples', () => {
    const sample = fc.integer({ min: -2048, max: 2047 });
    fc.assert(
      fc.property(fc.array(sample, { minLength: 1 }), (samples) => {
        const bytes: number[] = [];
        for (let index = 0; index < samples.length; index += 2) {
          const first = samples[index]! & 0xfff;
          const second = (samples[index + 1] ?? 0) & 0xfff;
          bytes.push(first & 0xff, (first >> 8) | ((second >> 8) << 4), second & 0xff);
        }
        const file = { ...layout, format: 212, signalCount: 1, sampleCount: samples.length };
        expect([...decodeSignalFile(Uint8Array.from(bytes), file)[0]!]).toEqual(samples);
      }),
    );
  });

  it.each([310, 311])(
    'unpacks any number of 10-bit samples of format %i, from the length of the file alone',
    (format) => {
      const sample = fc.integer({ min: -512, max: 511 });
      fc.assert(
        fc.property(fc.array(sample, { minLength: 1 }), (samples) => {
          const bytes = format === 310 ? bytesOf310(samples) : bytesOf311(samples);
          const file = { ...layout, format, signalCount: 1, sampleCount: samples.length };
          expect([...decodeSignalFile(bytes, file)[0]!]).toEqual(samples);
          const open = decodeSignalFile(bytes, { ...file, sampleCount: undefined })[0]!;
          expect([...open].slice(0, samples.length)).toEqual(samples.slice(0, open.length));
          expect(samples.length - open.length).toBeLessThanOrEqual(1);
        }),
      );
    },
  );

  it('refuses a short file and an unknown format', () => {
    expect(() => decodeSignalFile(new Uint8Array(13), { ...layout, format: 212 })).toThrow(
      'g.dat: found 13 bytes of samples, expected 15 for 2 signals of 5',
    );
    expect(() => decodeSignalFile(new Uint8Array(90), { ...layout, format: 508 })).toThrow(
      'g.dat: found signal format 508, expected one of 16, 24, 32, 61, 80, 160, 212, 310, 311',
    );
  });
});

describe('parseWfdbHeader', () => {
  it('reads rate, length, gain, baseline, units, offset, checksum and comments', () => {
    const text =
      '# first\n100s 2 250/250(10) 12000 12:00:00 01/02/2003\nx.mat 16+24 1.5e+3(-7)/uV 16 3 -5 99 0 lead two\ny.dat 212\n# 69 M\n';
    expect(parseWfdbHeader(text, '100s.hea')).toEqual({
      recordName: '100s',
      samplingRateHz: 250,
      sampleCount: 12_000,
      comments: ['first', '69 M'],
      signals: [
        {
          fileName: 'x.mat',
          format: 16,
          byteOffset: 24,
          countsPerUnit: 1500,
          baseline: -7,
          units: 'uV',
          adcZero: 3,
          initialValue: -5,
          checksum: 99,
          description: 'lead two',
        },
        {
          fileName: 'y.dat',
          format: 212,
          byteOffset: 0,
          countsPerUnit: 200,
          baseline: 0,
          units: 'mV',
          adcZero: 0,
          initialValue: undefined,
          checksum: undefined,
          description: '',
        },
      ],
    });
  });

  it('takes the ADC zero for a baseline that is not given, and 200 for a gain of 0', () => {
    const header = parseWfdbHeader('r 1 360 10\nr.dat 212 0 11 1024', 'r.hea');
    expect(header.signals[0]).toMatchObject({ countsPerUnit: 200, baseline: 1024 });
  });

  it.each([
    ['', 'r.hea:1:1: record line is missing'],
    ['r/3 1 360', 'r.hea:1:1: found a record of 3 segments, expected a single segment'],
    ['r x 360', 'r.hea:1:3: found "x", expected a number of signals'],
    ['r 2 360\nr.dat 212', 'r.hea:2:1: found 1 signal lines, expected 2'],
    ['r 1 360\n\nr.dat 212x2', 'r.hea:3:7: found "212x2", expected one sample a frame and no skew'],
    ['r 1 360\nr.dat 212 high', 'r.hea:2:11: found "high", expected GAIN(BASELINE)/UNITS'],
  ])('refuses %j with its line and column', (text, message) => {
    expect(() => parseWfdbHeader(text, 'r.hea')).toThrow(message);
  });
});

describe('assembleWfdbRecord', () => {
  const header = (checksum: number) =>
    parseWfdbHeader(
      `r 2 250 5\ng.dat 212 200/mV 12 0 0 31 0 I\ng.dat 212 200/mV 12 0 1 ${checksum} 0 II`,
      'r.hea',
    );
  const files = new Map([['g.dat', fromHex(goldenBytes[212]!)]]);

  it('checks the sum of each signal, however it is written', () => {
    expect(assembleWfdbRecord(header(-71), files).signals).toHaveLength(2);
    expect(assembleWfdbRecord(header(65_465), files).signals).toHaveLength(2);
    expect(() => assembleWfdbRecord(header(-70), files)).toThrow(
      'g.dat: signal II: found checksum -71, expected -70 as in its header',
    );
  });

  it('gives microvolts for millivolts and none for other units', () => {
    const [first] = assembleWfdbRecord(header(-71), files).signals;
    expect(first).toMatchObject({ lead: 'I', microvoltsPerCount: 5, units: 'mV' });
    const pressure = parseWfdbHeader('r 1 250 1\ng.dat 80 12/mmHg', 'r.hea');
    expect(assembleWfdbRecord(pressure, files).signals[0]!.microvoltsPerCount).toBeUndefined();
  });

  it('takes the baseline away without wrapping around', () => {
    const samples = Int16Array.from([-32_768, 0, 1024]);
    expect([...samplesAboveBaseline({ samples, baseline: 1024 })]).toEqual([-32_768, -1024, 0]);
  });
});

describe('parseWfdbAnnotations', () => {
  it('reads beats, rhythms, long skips, subtypes, channels and text', () => {
    // N at 18; + at 18 + 1000 with "(VT" ; SKIP 100000, V 5 later with subtype 1, channel 1 and number 2; the end.
    const bytes = fromHex(
      '1204' + 'e873' + '03fc' + '28565400' + '00ec0100a086' + '0514' + '01f4' + '01f8' + '02f0' + '0000',
    );
    expect(parseWfdbAnnotations(bytes, 'r.atr')).toEqual([
      { sample: 18, symbol: 'N', subtype: 0, channel: 0, number: 0 },
      { sample: 1018, symbol: '+', subtype: 0, channel: 0, number: 0, aux: '(VT' },
      { sample: 101_023, symbol: 'V', subtype: 1, channel: 1, number: 2 },
    ]);
  });

  it('says where a file that is cut short ends', () => {
    expect(() => parseWfdbAnnotations(fromHex('120403fc28'), 'r.atr')).toThrow(
      'r.atr: at byte 4: found the end of the file, expected 4 more bytes of an annotation',
    );
  });
});

describe('beat classes', () => {
  it('maps the symbols of MIT-BIH as AAMI does, and no others', () => {
    const classes = Array.from('NLRejAaJSVEF/fQ', aamiClassOf).join('');
    expect(classes).toBe('NNNNNSSSSVVFQQQ');
    expect(Array.from('+~|![]"x', isBeatAnnotation).includes(true)).toBe(false);
  });
});

/** First 16 digits of the SHA-256 of the counts as little-endian int16, and of the annotations as lines of text. */
const digest = (data: string | Uint8Array): string =>
  createHash('sha256').update(data).digest('hex').slice(0, 16);

describe('readWfdbRecord', () => {
  // Python, wfdb 4.3.1: d = wfdb.rdrecord(PATH, physical=False).d_signal
  //   [hashlib.sha256(d[:, i].astype('<i2').tobytes()).hexdigest()[:16] for i in range(d.shape[1])]
  const records = {
    'mitdb/208': ['7d96c6ec7fb54e9e', 'f8009e0ece5441c8'],
    'cudb/cu01': ['fa314650814d435e'],
    'cinc2015/a103l': ['aa1c4f2facf69d88', '2fdb7efc60ccec03', '00ceb0a2d6fb2233'],
    'cinc2015/v102s': ['120efbedc94be6cd', '6b73e346ff818944', '913950000ffc778e', '09bba7cd2231d470'],
    'nstdb/em': ['34d7dfc99d1fb0f3', 'd4cbfc6aee014be6'],
  };
  for (const [name, digests] of Object.entries(records)) {
    it(`reads ${name} as Python's wfdb does`, async (context) => {
      const record = await readWfdbRecord(referenceFile(context, `${name}.hea`).replace(/\.hea$/, ''));
      expect(record.signals.map(({ samples }) => digest(new Uint8Array(samples.buffer)))).toEqual(digests);
    });
  }

  // Python, wfdb 4.3.1: a = wfdb.rdann(PATH, 'atr'); the digest is over '\n'.join(f'{s} {c} {t} {h} {n} {x}' ...) of
  //   a.sample, a.symbol, a.subtype, a.chan, a.num and a.aux_note without its closing NUL
  const annotations = {
    'mitdb/208': [3040, '7642aee5be819ed6'],
    'mitdb/207': [2385, '38efdf44fd98cae7'],
    'cudb/cu01': [206, 'c13cb2cb1a84ef8f'],
  };
  for (const [name, [count, expected]] of Object.entries(annotations)) {
    it(`reads the annotations of ${name} as Python's wfdb does`, async (context) => {
      const record = await readWfdbRecord(referenceFile(context, `${name}.hea`).replace(/\.hea$/, ''));
      const lines = record.annotations.map(
        ({ sample, symbol, subtype, channel, number, aux = '' }) =>
          `${sample} ${symbol} ${subtype} ${channel} ${number} ${aux}`,
      );
      expect(lines).toHaveLength(count as number);
      expect(digest(lines.join('\n'))).toBe(expected);
    });
  }

  it('finds the 2955 beats of record 208, 992 of them ventricular', async (context) => {
    const record = await readWfdbRecord(referenceFile(context, 'mitdb', '208.hea').replace(/\.hea$/, ''));
    const classes = record.annotations.map(({ symbol }) => aamiClassOf(symbol));
    expect(classes.filter((found) => found !== undefined)).toHaveLength(2955);
    expect(classes.filter((found) => found === 'V')).toHaveLength(992);
  });

  it('reads a MATLAB file without annotations, as in the challenge of 2017', async (context) => {
    const record = await readWfdbRecord(
      referenceFile(context, 'cinc2017', 'A00001.hea').replace(/\.hea$/, ''),
    );
    expect(record).toMatchObject({ samplingRateHz: 300, annotations: [] });
    expect(record.signals[0]).toMatchObject({ lead: 'ECG', microvoltsPerCount: 1 });
    expect(record.signals[0]!.samples.slice(0, 3)).toEqual(Int16Array.from([-127, -162, -197]));
  });
});
