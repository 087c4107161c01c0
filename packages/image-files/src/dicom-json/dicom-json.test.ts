import { describe, expect, it } from 'vitest';
import {
  ctElements,
  syntaxUids,
  words,
  writeObject,
  type SyntheticElement,
} from '../dicom/synthetic-object.ts';
import type { DicomJson } from './dicom-json.ts';
import { readDicomJson } from './read-dicom-json.ts';

const element = (tag: number, vr: string, value: SyntheticElement['value']): SyntheticElement => ({
  tag,
  vr,
  value,
});
const isBig = (uid: string) => uid === syntaxUids.bigEndian;

/** The bytes of numbers in the order of a transfer syntax. */
function numbers(kind: 'Float32' | 'Float64' | 'Int16' | 'Int32' | 'Uint32', uid: string, values: number[]) {
  const size = Number(kind.slice(-2)) / 8;
  const bytes = new Uint8Array(values.length * size);
  const view = new DataView(bytes.buffer);
  for (const [index, value] of values.entries()) view[`set${kind}`](index * size, value, !isBig(uid));
  return bytes;
}

/** One attribute of each kind. */
const kindsOf = (uid: string): SyntheticElement[] => [
  element(0x00080005, 'CS', 'ISO_IR 100'),
  element(0x00080020, 'DA', '20260102'),
  element(0x00080030, 'TM', '101112.5'),
  element(0x0008002a, 'DT', '20260102101112.25'),
  element(0x00080050, 'SH', ''),
  element(0x00080054, 'AE', 'ARCHIVE'),
  element(0x00080090, 'PN', 'Müller^Eva=Ideo=Phon\\Second^One'),
  element(0x00081030, 'LO', 'Thorax\\Löwe'),
  {
    ...element(0x00081032, 'SQ', { items: [[element(0x00080104, 'LO', 'In')], []] }),
    hasUndefinedLength: true,
  },
  element(0x00081110, 'SQ', { items: [] }),
  element(0x00082111, 'ST', 'Smoothed '),
  element(0x00091001, 'UN', Uint8Array.of(9, 9)),
  element(0x00100010, 'PN', ''),
  element(0x00101010, 'AS', '061Y'),
  element(0x00101030, 'DS', ''),
  element(0x001021b0, 'LT', 'one\\two'),
  element(0x00186020, 'SL', numbers('Int32', uid, [-5])),
  element(0x00189073, 'FD', numbers('Float64', uid, [0.1])),
  element(0x00189322, 'FD', numbers('Float64', uid, [0.5, -2])),
  element(0x00089459, 'FL', numbers('Float32', uid, [0.25])),
  element(0x00200037, 'DS', '1\\0\\ -0.5\\1e2'),
  element(0x00200013, 'IS', '+12'),
  element(0x00280009, 'AT', words([0x0018, 0x1063], uid)),
  element(0x00286010, 'US', words([7], uid)),
  element(0x00189219, 'SS', numbers('Int16', uid, [-7])),
  element(0x00186050, 'UL', numbers('Uint32', uid, [4_000_000_000])),
  element(0x0020000d, 'UI', '1.2.3\\1.2.4'),
];
const json: DicomJson = {
  '00080005': { vr: 'CS', Value: ['ISO_IR 192'] },
  '00080020': { vr: 'DA', Value: ['20260102'] },
  '0008002A': { vr: 'DT', Value: ['20260102101112.25'] },
  '00080030': { vr: 'TM', Value: ['101112.5'] },
  '00080050': { vr: 'SH' },
  '00080054': { vr: 'AE', Value: ['ARCHIVE'] },
  '00080090': {
    vr: 'PN',
    Value: [
      { Alphabetic: 'Müller^Eva', Ideographic: 'Ideo', Phonetic: 'Phon' },
      { Alphabetic: 'Second^One' },
    ],
  },
  '00081030': { vr: 'LO', Value: ['Thorax', 'Löwe'] },
  '00081032': { vr: 'SQ', Value: [{ '00080104': { vr: 'LO', Value: ['In'] } }] },
  '00081110': { vr: 'SQ' },
  '00082111': { vr: 'ST', Value: ['Smoothed'] },
  '00091001': { vr: 'UN', InlineBinary: 'CQk=' },
  '00100010': { vr: 'PN' },
  '00101010': { vr: 'AS', Value: ['061Y'] },
  '00101030': { vr: 'DS', Value: [0] },
  '001021B0': { vr: 'LT', Value: ['one\\two'] },
  '00186020': { vr: 'SL', Value: [-5] },
  '00186050': { vr: 'UL', Value: [4_000_000_000] },
  '00189073': { vr: 'FD', Value: [0.1] },
  '00189219': { vr: 'SS', Value: [-7] },
  '00189322': { vr: 'FD', Value: [0.5, -2] },
  '00089459': { vr: 'FL', Value: [0.25] },
  '0020000D': { vr: 'UI', Value: ['1.2.3', '1.2.4'] },
  '00200013': { vr: 'IS', Value: [12] },
  '00200037': { vr: 'DS', Value: [1, 0, -0.5, 100] },
  '00280009': { vr: 'AT', Value: ['00181063'] },
  '00286010': { vr: 'US', Value: [7] },
};

describe('DICOM JSON', () => {
  it('has the values of every value representation, in every transfer syntax', async () => {
    for (const syntaxUid of Object.values(syntaxUids)) {
      const file = writeObject(ctElements(1, 2, words([1, 2], syntaxUid), kindsOf(syntaxUid)), { syntaxUid });
      const read = await readDicomJson(file);
      expect(read.json, syntaxUid).toMatchObject(json);
      expect(Object.keys(read.json), syntaxUid).toEqual(Object.keys(read.json).toSorted());
      expect(read.json, syntaxUid).not.toHaveProperty('7FE00010');
      expect(Buffer.from(read.pixels.bytes)).toEqual(Buffer.from(words([1, 2], syntaxUid)));
      expect(read.pixels.transferSyntaxUid).toBe(syntaxUid);
    }
  });

  it('decodes texts of several character sets, inside sequences too', async () => {
    const name = 'Yamada^Tarou=\x1b$B;3ED\x1b(B^\x1b$BB@O:\x1b(B';
    const file = writeObject(
      ctElements(1, 1, words([1]), [
        element(0x00080005, 'CS', '\\ISO 2022 IR 87'),
        element(0x00101001, 'SQ', { items: [[element(0x00100010, 'PN', name)]] }),
        element(0x00100010, 'PN', name),
      ]),
    );
    const expected = { vr: 'PN', Value: [{ Alphabetic: 'Yamada^Tarou', Ideographic: '山田^太郎' }] };
    const read = await readDicomJson(file);
    expect(read.json['00100010']).toEqual(expected);
    expect(read.json['00101001']?.Value).toEqual([{ '00100010': expected }]);
  });

  it('reads text of an unknown character set as Latin-1', async () => {
    for (const characterSet of [[], [element(0x00080005, 'CS', 'ISO_IR 999')]]) {
      const elements = [...characterSet, element(0x00100010, 'PN', 'Müller')];
      const { json: found } = await readDicomJson(writeObject(ctElements(1, 1, words([1]), elements)));
      expect(found['00100010']?.Value).toEqual([{ Alphabetic: 'Müller' }]);
    }
  });

  it('takes the value representation of an unknown one from the dictionary', async () => {
    const elements = [
      element(0x00100020, 'UN', 'DEMO-01 '),
      element(0x60020010, 'UN', words([3])),
      element(0x00090010, 'UN', 'CREATOR '),
    ];
    const { json: found } = await readDicomJson(writeObject(ctElements(1, 1, words([1]), elements)));
    expect(found).toMatchObject({
      '00090010': { vr: 'UN', InlineBinary: Buffer.from('CREATOR ').toString('base64') },
      '00100020': { vr: 'LO', Value: ['DEMO-01'] },
      '60020010': { vr: 'US', Value: [3] },
    });
  });

  it('refuses sequences too deep in one another', async () => {
    let inner = element(0x00081140, 'SQ', { items: [[element(0x00081155, 'UI', '1.2')]] });
    for (let depth = 0; depth < 100; depth++) inner = element(0x00081140, 'SQ', { items: [[inner]] });
    const file = writeObject(ctElements(1, 1, words([1]), [inner]));
    await expect(readDicomJson(file)).rejects.toThrow('expected at most 32 sequences in one another');
  });
});
