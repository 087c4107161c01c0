import { describe, expect, it } from 'vitest';
import { startDerivation } from '../derivation.ts';
import { defaultImageLimits } from '../limits.ts';
import { readDicom } from './dicom-image-file.ts';
import { ctElements, syntaxUids, words, writeObject, type SyntheticElement } from './synthetic-object.ts';

let made = 0;
const derivation = startDerivation({
  description: 'Denoised by demo 1.0',
  seriesNote: 'denoised',
  at: new Date('2026-02-03T04:05:06.789Z'),
  createUid: () => `2.25.${++made}`,
});
const read = (bytes: Uint8Array) => readDicom('made.dcm', bytes, defaultImageLimits);
const us = (tag: number, ...value: number[]): SyntheticElement => ({ tag, vr: 'US', value });
const text = (tag: number, vr: string, value: string): SyntheticElement => ({ tag, vr, value });

/** Reads, writes the values back as `change` says, and reads again. */
async function rewritten(bytes: Uint8Array, change: (value: number, plane: number) => number) {
  const before = Uint8Array.from(bytes);
  const file = await read(bytes);
  const values: Float32Array[] = [];
  for (let frame = 0; frame < file.frameCount; frame++)
    for (let channel = 0; channel < file.channelCount; channel++) {
      const plane = await file.plane(frame, channel);
      values.push(plane.values.map((value) => change(value, values.length)));
    }
  const written = await file.withValues(values, derivation);
  expect(Uint8Array.from(bytes)).toEqual(before);
  return { written, file: await read(written) };
}

describe('values of a DICOM object', () => {
  const stored = [0, 1024, 1064, 4095];

  it.for(Object.entries(syntaxUids))('are Hounsfield units in CT, %s', async ([, syntaxUid]) => {
    const file = await read(writeObject(ctElements(2, 2, words(stored, syntaxUid)), { syntaxUid }));
    expect(file).toMatchObject({
      format: 'dicom',
      width: 2,
      height: 2,
      frameCount: 1,
      channelCount: 1,
      unit: 'hounsfield',
      range: { lowest: -1024, highest: 3071 },
      pixelSpacingMm: { row: 0.5, column: 0.75 },
      lowestIsWhite: false,
      dicom: { modality: 'CT', studyInstanceUid: '1.2.3', transferSyntaxUid: syntaxUid },
    });
    expect([...(await file.plane(0, 0)).values]).toEqual([-1024, 0, 40, 3071]);
  });

  it('are found in files without a preamble, and without any statement of their encoding', async () => {
    for (const syntaxUid of [syntaxUids.implicit, syntaxUids.explicit, syntaxUids.bigEndian]) {
      const elements = ctElements(2, 2, words(stored, syntaxUid));
      for (const hasMeta of [true, false]) {
        const file = await read(writeObject(elements, { syntaxUid, preamble: 'none', hasMeta }));
        expect((await file.plane(0, 0)).values[3]).toBe(3071);
      }
    }
  });

  it('are grey where the object states no Hounsfield units', async () => {
    const changes: readonly Parameters<typeof ctElements>[3][] = [
      [text(0x00080060, 'CS', 'MR')],
      [text(0x00281054, 'LO', 'US')],
      [
        { tag: 0x00281052, value: undefined },
        { tag: 0x00281053, value: undefined },
      ],
    ];
    for (const change of changes) {
      const file = await read(writeObject(ctElements(2, 2, words(stored), change)));
      expect(file.unit).toBe('grey');
    }
  });

  it('follow the slope of each frame in enhanced objects', async () => {
    const group = (intercept: string, slope: string) => [
      {
        tag: 0x00289145,
        vr: 'SQ',
        value: {
          items: [
            [text(0x00281052, 'DS', intercept), text(0x00281053, 'DS', slope), text(0x00281054, 'LO', 'HU')],
          ],
        },
      },
    ];
    const bytes = writeObject(
      ctElements(2, 1, words([1, 2, 3, 4]), [
        text(0x00280008, 'IS', '2'),
        { tag: 0x00281052, value: undefined },
        { tag: 0x00281053, value: undefined },
        { tag: 0x52009230, vr: 'SQ', value: { items: [group('-1000', '1'), group('-500', '0.5')] } },
      ]),
    );
    const file = await read(bytes);
    expect(file).toMatchObject({
      frameCount: 2,
      unit: 'hounsfield',
      range: { lowest: -1000, highest: 3095 },
    });
    expect([...(await file.plane(0, 0)).values]).toEqual([-999, -998]);
    expect([...(await file.plane(1, 0)).values]).toEqual([-498.5, -498]);
    const again = await rewritten(bytes, (value, plane) => (plane === 1 ? value + 10 : value));
    expect([...(await again.file.plane(1, 0)).values]).toEqual([-488.5, -488]);
  });

  it('of MONOCHROME1 stay as they are stored, and it says so', async () => {
    const file = await read(
      writeObject(ctElements(2, 2, words(stored), [text(0x00280004, 'CS', 'MONOCHROME1')])),
    );
    expect(file.lowestIsWhite).toBe(true);
    expect((await file.plane(0, 0)).values[0]).toBe(-1024);
  });

  it('of a Modality LUT are the stored ones', async () => {
    const file = await read(
      writeObject(ctElements(2, 2, words(stored), [{ tag: 0x00283000, vr: 'SQ', value: { items: [] } }])),
    );
    expect(file.unit).toBe('grey');
    expect([...(await file.plane(0, 0)).values]).toEqual(stored);
  });
});

describe('padding', () => {
  const signed = [us(0x00280101, 16), us(0x00280102, 15), us(0x00280103, 1)];

  it('is what the object says, read by the sign of its pixels', async () => {
    const bytes = writeObject(
      ctElements(2, 2, words([63536, 0, 24, 65436]), [...signed, us(0x00280120, 63536)]),
    );
    const plane = await (await read(bytes)).plane(0, 0);
    expect([...plane.values]).toEqual([-3024, -1024, -1000, -1124]);
    expect([...plane.padding!]).toEqual([1, 0, 0, 1]);
  });

  it('is a range where a limit is given, at both ends', async () => {
    const pixels = words([5, 6, 8, 9]);
    const changes = [text(0x00080060, 'CS', 'MR'), us(0x00280120, 8), us(0x00280121, 6)];
    const plane = await (await read(writeObject(ctElements(2, 2, pixels, changes)))).plane(0, 0);
    expect([...plane.padding!]).toEqual([0, 1, 1, 0]);
  });

  it('keeps its stored numbers, and no other pixel becomes padding', async () => {
    const bytes = writeObject(
      ctElements(2, 2, words([63536, 0, 24, 65436]), [...signed, us(0x00280120, 63536)]),
    );
    const { file } = await rewritten(bytes, () => -3024);
    const plane = await file.plane(0, 0);
    expect([...plane.values]).toEqual([-3024, -1024, -1024, -1124]);
    expect([...plane.padding!]).toEqual([1, 0, 0, 1]);
  });
});

describe('writing', () => {
  it('rounds to the nearest stored number and cuts to what the bits hold', async () => {
    const bytes = writeObject(ctElements(2, 2, words([10, 20, 30, 40])));
    const wanted = [-1013.6, 5000, -9000, 0.4];
    let index = 0;
    const { file } = await rewritten(bytes, () => wanted[index++]!);
    expect([...(await file.plane(0, 0)).values]).toEqual([-1014, 3071, -1024, 0]);
  });

  it('keeps pixels byte for byte where values stay, whatever the slope', async () => {
    for (const slope of ['1', '0.1', '1.0002441', '-3.7e-3']) {
      const pixels = words([0, 1, 2047, 0xf123, 4095, 77]);
      const bytes = writeObject(
        ctElements(3, 2, pixels, [text(0x00281053, 'DS', slope), text(0x00080060, 'CS', 'MR')]),
      );
      const { written } = await rewritten(bytes, (value) => value);
      expect(Buffer.from(written).subarray(-12)).toEqual(Buffer.from(pixels));
    }
  });

  it('says what was derived, from what and when', async () => {
    const bytes = writeObject(
      ctElements(2, 2, words([1, 2, 3, 4]), [
        us(0x00280106, 1),
        us(0x00280107, 4),
        us(0x00280108, 0),
        text(0x00080201, 'SH', '+0530'),
      ]),
    );
    const { written, file } = await rewritten(bytes, (value) => value + 10);
    const said = Buffer.from(written).toString('latin1');
    for (const part of [
      'DERIVED\\PRIMARY\\AXIAL',
      'Denoised by demo 1.0',
      'Thorax (denoised)',
      '113087',
      'Source image for image processing operation',
      '20260203',
      '093506.789',
    ])
      expect(said).toContain(part);
    expect(file.dicom).toMatchObject({ studyInstanceUid: '1.2.3', sopClassUid: '1.2.840.10008.5.1.4.1.1.2' });
    expect(file.dicom!.sopInstanceUid).toMatch(/^2\.25\./);
    expect(file.dicom!.seriesInstanceUid).toBe(derivation.seriesUidFor('1.2.3.1'));
    expect(said).not.toContain('\x28\0\x08\x01US');
    expect(said).toContain('\x28\0\x06\x01US\x02\0\x0b\0');
    expect(said).toContain('\x28\0\x07\x01US\x02\0\x0e\0');
  });

  it('keeps private elements, sequences of undefined length and text of any character set byte for byte', async () => {
    const kept: SyntheticElement[] = [
      text(0x00080005, 'CS', '\\ISO 2022 IR 87'),
      text(0x00100010, 'PN', 'Yamada^Tarou=\x1b$B;3ED\x1b(B^\x1b$BB@O:\x1b(B'),
      { tag: 0x00091001, vr: 'OB', value: Uint8Array.of(1, 2, 3, 4) },
      {
        tag: 0x00081140,
        vr: 'SQ',
        value: { items: [[text(0x00081155, 'UI', '1.2.3.9')]] },
        hasUndefinedLength: true,
      },
      { tag: 0x00091002, vr: 'UN', value: Uint8Array.of(9, 9) },
    ];
    for (const syntaxUid of Object.values(syntaxUids)) {
      const bytes = writeObject(ctElements(1, 2, words([1, 2], syntaxUid), kept), { syntaxUid });
      const { written } = await rewritten(bytes, (value) => value + 1);
      const plain = writeObject(ctElements(1, 2, words([1, 2], syntaxUid), kept), {
        syntaxUid: syntaxUid === syntaxUids.deflated ? syntaxUids.explicit : syntaxUid,
      });
      for (const { tag, vr } of kept) {
        const only = kept.filter((element) => element.tag === tag);
        expect(only).toHaveLength(1);
        const element = elementBytes(plain, only[0]!, syntaxUid);
        expect(Buffer.from(written).includes(Buffer.from(element)), `${vr} of ${tag.toString(16)}`).toBe(
          true,
        );
      }
    }
  });

  it('writes group lengths that are true where their group has changed', async () => {
    const wrong: SyntheticElement = { tag: 0x00080000, vr: 'UL', value: Uint8Array.of(1, 0, 0, 0) };
    const { written } = await rewritten(
      writeObject(ctElements(1, 2, words([1, 2]), [wrong])),
      (value) => value + 1,
    );
    const bytes = Buffer.from(written);
    const at = bytes.indexOf(Buffer.from('08000000554c0400', 'hex'));
    const next = bytes.indexOf(Buffer.from('100020004c4f', 'hex'));
    expect(bytes.readUInt32LE(at + 8)).toBe(next - at - 12);
  });

  it('takes signatures away that no longer hold', async () => {
    const signature: SyntheticElement = { tag: 0xfffafffa, vr: 'SQ', value: { items: [[]] } };
    const { written } = await rewritten(
      writeObject(ctElements(1, 2, words([1, 2]), [signature])),
      (value) => value,
    );
    expect(Buffer.from(written).includes(Buffer.from('fafffaff', 'hex'))).toBe(false);
  });

  it('says of each frame of an enhanced object that it is derived', async () => {
    const frameType = (inside: SyntheticElement): SyntheticElement => ({
      tag: 0x00189329,
      vr: 'SQ',
      value: { items: [[inside]] },
    });
    const shared: SyntheticElement = {
      tag: 0x52009229,
      vr: 'SQ',
      value: { items: [[frameType(text(0x00089007, 'CS', 'ORIGINAL\\PRIMARY\\VOLUME\\NONE'))]] },
    };
    const { written } = await rewritten(
      writeObject(ctElements(1, 2, words([1, 2]), [shared])),
      (value) => value,
    );
    expect(Buffer.from(written).toString('latin1')).toContain('DERIVED \\PRIMARY\\VOLUME\\NONE');
  });

  it('drops a preamble that makes the file a TIFF, and keeps any other', async () => {
    for (const [byteOrder, isKept] of [
      ['II*\0', false],
      ['note', true],
    ] as const) {
      const preamble = Buffer.concat([Buffer.from(byteOrder, 'latin1'), new Uint8Array(124)]);
      const { written } = await rewritten(
        writeObject(ctElements(1, 2, words([1, 2])), { preamble }),
        (value) => value,
      );
      expect(Buffer.from(written).toString('latin1', 0, 4) === byteOrder).toBe(isKept);
    }
  });

  it('refuses values that are no numbers or too few', async () => {
    const file = await read(writeObject(ctElements(1, 2, words([1, 2]))));
    await expect(file.withValues([Float32Array.of(1, NaN)], derivation)).rejects.toMatchObject({
      code: 'invalid-argument',
    });
    await expect(file.withValues([Float32Array.of(1)], derivation)).rejects.toThrow(
      /found 1 values, expected 2/,
    );
    await expect(file.plane(1, 0)).rejects.toThrow(/frame: found 1, expected 0 to 0/);
  });
});

function elementBytes(file: Uint8Array, element: SyntheticElement, syntaxUid: string): Uint8Array {
  const bytes = writeObject([element], {
    syntaxUid: syntaxUid === syntaxUids.deflated ? syntaxUids.explicit : syntaxUid,
    preamble: 'none',
    hasMeta: false,
  });
  expect(Buffer.from(file).includes(Buffer.from(bytes))).toBe(true);
  return bytes;
}

describe('colour', () => {
  const colour = (photometric: string, planar: number, ...more: SyntheticElement[]) => [
    us(0x00280002, 3),
    text(0x00280004, 'CS', photometric),
    us(0x00280006, planar),
    us(0x00280100, 8),
    us(0x00280101, 8),
    us(0x00280102, 7),
    text(0x00080060, 'CS', 'OT'),
    ...more,
  ];

  it.for([0, 1])('is three channels, planar configuration %i', async (planar) => {
    const pixels = Uint8Array.from(planar === 0 ? [1, 2, 3, 4, 5, 6] : [1, 4, 2, 5, 3, 6]);
    const bytes = writeObject(ctElements(2, 1, pixels, colour('RGB', planar)));
    const file = await read(bytes);
    expect(file).toMatchObject({ channelCount: 3, unit: 'grey', range: { lowest: 0, highest: 255 } });
    for (const channel of [0, 1, 2])
      expect([...(await file.plane(0, channel)).values]).toEqual([channel + 1, channel + 4]);
    const again = await rewritten(bytes, (value) => value + 100);
    expect([...(await again.file.plane(0, 2)).values]).toEqual([103, 106]);
  });

  it('of luma and chroma comes as red, green and blue, and goes back', async () => {
    // White, and the red of ITU-R BT.601: 76, 85, 255.
    const pixels = Uint8Array.of(255, 128, 128, 76, 85, 255);
    const bytes = writeObject(ctElements(2, 1, pixels, colour('YBR_FULL', 0)));
    const file = await read(bytes);
    const planes = await Promise.all(
      [0, 1, 2].map(async (channel) => [...(await file.plane(0, channel)).values]),
    );
    expect(planes).toEqual([
      [255, 254],
      [255, 0],
      [255, 0],
    ]);
    const same = await rewritten(bytes, (value) => value);
    expect(Buffer.from(same.written).subarray(-6)).toEqual(Buffer.from(pixels));
    const darker = await rewritten(bytes, (value) => value / 2);
    // 127.5 and 127, through luma and chroma of whole numbers.
    expect([...(await darker.file.plane(0, 0)).values]).toEqual([128, 128]);
  });

  it('with shared chroma is written as red, green and blue', async () => {
    const pixels = Uint8Array.of(255, 76, 128, 128);
    const { file, written } = await rewritten(
      writeObject(ctElements(2, 1, pixels, colour('YBR_FULL_422', 0))),
      (value) => value,
    );
    expect([...(await file.plane(0, 1)).values]).toEqual([255, 76]);
    expect(Buffer.from(written).toString('latin1')).toContain('CS\x04\0RGB ');
  });
});

describe('what cannot be read', () => {
  const pixels = words([1, 2, 3, 4]);
  it.for([
    [
      'palette',
      [text(0x00280004, 'CS', 'PALETTE COLOR')],
      'unsupported',
      /PhotometricInterpretation \(0028,0004\): found PALETTE COLOR/,
    ],
    ['no pixels', [{ tag: 0x7fe00010, value: undefined }], 'unsupported', /PixelData \(7FE0,0010\)/],
    ['float pixels', [{ tag: 0x7fe00008, vr: 'OF', value: pixels }], 'unsupported', /floating-point/],
    ['single bits', [us(0x00280100, 1)], 'unsupported', /BitsAllocated \(0028,0100\): found 1/],
    [
      'too few pixels',
      [us(0x00280010, 3)],
      'broken-file',
      /PixelData \(7FE0,0010\): found 8 bytes, expected 12/,
    ],
    ['no rows', [us(0x00280010, 0)], 'broken-file', /expected whole numbers above 0/],
    [
      'more bits stored than allocated',
      [us(0x00280101, 17)],
      'broken-file',
      /BitsStored \(0028,0101\): found 17/,
    ],
    ['a wrong high bit', [us(0x00280102, 3)], 'broken-file', /HighBit/],
    ['an invalid sign', [us(0x00280103, 2)], 'broken-file', /PixelRepresentation/],
    [
      'frames in words',
      [text(0x00280008, 'IS', 'two')],
      'broken-file',
      /NumberOfFrames \(0028,0008\): found "two"/,
    ],
    ['a slope of nought', [text(0x00281053, 'DS', '0')], 'broken-file', /RescaleSlope/],
    [
      'a slope in words',
      [text(0x00281053, 'DS', 'x')],
      'broken-file',
      /RescaleSlope \(0028,1053\): found "x"/,
    ],
    ['no series', [{ tag: 0x0020000e, value: undefined }], 'broken-file', /SeriesInstanceUID \(0020,000E\)/],
    ['a bomb of rows', [us(0x00280010, 65535), us(0x00280011, 65535)], 'too-large', /at most 67108864/],
    ['a bomb of frames', [text(0x00280008, 'IS', '2000000000')], 'too-large', /at most 4096/],
  ] as const)('%s', async ([, changes, code, message]) => {
    const bytes = writeObject(ctElements(2, 2, pixels, changes));
    await expect(read(bytes)).rejects.toMatchObject({ name: 'ImageFileError', code });
    await expect(read(bytes)).rejects.toThrow(message);
  });

  it('a transfer syntax that is not known', async () => {
    const bytes = writeObject(ctElements(2, 2, pixels), { syntaxUid: '1.2.840.10008.1.2.4.100' });
    await expect(read(bytes)).rejects.toMatchObject({ code: 'unsupported' });
  });

  it('a data set that unpacks to more than allowed', async () => {
    const bomb: SyntheticElement = { tag: 0x00091001, vr: 'OB', value: new Uint8Array(2 ** 21) };
    const bytes = writeObject(ctElements(2, 2, pixels, [bomb]), { syntaxUid: syntaxUids.deflated });
    const limits = { ...defaultImageLimits, maxDecodedBytes: 2 ** 20 };
    await expect(readDicom('bomb', bytes, limits)).rejects.toMatchObject({ code: 'too-large' });
  });
});
