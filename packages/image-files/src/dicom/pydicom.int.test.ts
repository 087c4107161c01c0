import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest';
import { programForTest, programs } from '../../../../test/stack/programs.ts';
import { referenceFile } from '../../../../test/stack/reference-data.ts';
import { startDerivation } from '../derivation.ts';
import { ImageFileError } from '../errors.ts';
import type { ImageFile } from '../image-file.ts';
import { readImageFile } from '../read-image-file.ts';
import { createUidFactory } from '../uid.ts';
import { pydicomForTest } from './dicom-peer.ts';

const execute = promisify(execFile);
const description = 'Denoised by demo 1.0';
const derivation = startDerivation({
  description,
  seriesNote: 'denoised',
  at: new Date('2026-02-03T04:05:06.789Z'),
  createUid: createUidFactory(randomBytes),
});

/** Always new: creation, identity, derivation. */
const alwaysChanged =
  '00080012 00080013 00080018 00080023 00080033 00082111 00082112 00089215 0020000e'.split(' ');
/** Where the source has it, has it otherwise, or has room for it: type, dates, number and note of the series, extremes. */
const mayChange = (
  '00080008 00080021 00080031 0008103e 00200011 00280106 00280107 00280108 00280109 ' +
  // Lengths of groups, which old scanners write.
  '00080000 00200000 00280000'
).split(' ');
const metaAlwaysChanged = ['00020003', '00020012'];
const metaMayChange = ['00020000', '00020001', '00020002', '00020010', '00020013'];

interface Comparison {
  readonly meta: readonly string[];
  readonly tags: readonly string[];
  readonly isLossy: boolean;
  readonly photometric: string;
  readonly greatestDifference?: number | 'shape';
  readonly undecodable?: string;
}

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'beatwatch-dicom-'));
});
afterAll(() => rm(folder, { recursive: true }));

const ctFolder = (context: TestContext) => dirname(referenceFile(context, 'ct', 'MANIFEST.csv'));
const dicomFilesOf = async (directory: string) =>
  (await readdir(directory)).filter((name) => name.endsWith('.dcm')).sort();

async function planesOf(file: ImageFile): Promise<Float32Array[]> {
  const values: Float32Array[] = [];
  for (let frame = 0; frame < file.frameCount; frame++)
    for (let channel = 0; channel < file.channelCount; channel++)
      values.push((await file.plane(frame, channel)).values);
  return values;
}

/** Writes a file with its own values, or those that `change` makes of them. */
async function derive(old: string, into: string, change = (values: Float32Array) => values): Promise<string> {
  const file = await readImageFile(await readFile(old), { name: old });
  const written = await file.withValues((await planesOf(file)).map(change), derivation);
  const path = join(into, old.split('/').at(-1) ?? '');
  await mkdir(into, { recursive: true });
  await writeFile(path, written);
  return path;
}

describe('DICOM files beside pydicom', () => {
  it('differ from CT slices of many makers in the intended elements alone, and in no pixel', async (context) => {
    const ask = await pydicomForTest(context);
    const directory = ctFolder(context);
    const names = await dicomFilesOf(directory);
    const pairs = [];
    for (const name of names) {
      const old = join(directory, name);
      pairs.push({ old, new: await derive(old, join(folder, 'ct')) });
    }
    const responses = (await ask({ do: 'compare', pairs })) as Comparison[];
    expect(names.length).toBeGreaterThan(70);
    responses.forEach((response, index) => {
      const name = names[index];
      expect(response.greatestDifference, name).toBe(0);
      expect(response.tags, name).toEqual(expect.arrayContaining(alwaysChanged));
      expect(response.meta, name).toEqual(expect.arrayContaining(metaAlwaysChanged));
      expect(
        response.tags.filter((tag) => !alwaysChanged.includes(tag) && !mayChange.includes(tag)),
        name,
      ).toEqual([]);
      expect(
        response.meta.filter((tag) => !metaAlwaysChanged.includes(tag) && !metaMayChange.includes(tag)),
        name,
      ).toEqual([]);
    });
  });

  it('say what they are derived from, and have the new values', async (context) => {
    const ask = await pydicomForTest(context);
    const old = join(ctFolder(context), 'LIDC-IDRI-0001_040.dcm');
    const source = await readImageFile(await readFile(old));
    const path = await derive(old, join(folder, 'changed'), (values) =>
      values.map((value) => value / 2 - 3.4),
    );
    const { meta, elements } = (await ask({ do: 'describe', file: path })) as {
      meta: Record<string, string>;
      elements: Record<string, unknown[]>;
    };
    const [sopInstanceUid] = elements['SOPInstanceUID'] as string[];
    expect(meta).toMatchObject({ MediaStorageSOPInstanceUID: sopInstanceUid });
    expect(sopInstanceUid).toMatch(/^2\.25\.\d+$/);
    expect(elements).toMatchObject({
      StudyInstanceUID: [source.dicom!.studyInstanceUid],
      SeriesInstanceUID: [derivation.seriesUidFor(source.dicom!.seriesInstanceUid)],
      ImageType: ['DERIVED', 'PRIMARY', 'AXIAL'],
      DerivationDescription: [description],
      ContentDate: ['20260203'],
      ContentTime: ['040506.789'],
      DerivationCodeSequence: [
        {
          '00080100': { Value: ['113087'] },
          '00080102': { Value: ['DCM'] },
          '00080104': { Value: ['Smoothing'] },
        },
      ],
      SourceImageSequence: [
        {
          '00081150': { Value: [source.dicom!.sopClassUid] },
          '00081155': { Value: [source.dicom!.sopInstanceUid] },
          '0040A170': { Value: [{ '00080100': { Value: ['121322'] } }] },
        },
      ],
    });
    const valuesFile = join(folder, 'values.f64');
    await ask({ do: 'values', file: path, out: valuesFile });
    const { buffer, byteOffset } = await readFile(valuesFile);
    const theirs = new Float64Array(buffer.slice(byteOffset), 0, 512 * 512);
    const plane = await source.plane(0, 0);
    let padding = 0;
    theirs.forEach((value, pixel) => {
      const isPadding = plane.padding?.[pixel] === 1;
      const before = plane.values[pixel]!;
      padding += isPadding ? 1 : 0;
      const wanted = isPadding ? before : Math.max(-1024, Math.round(Math.fround(before / 2 - 3.4)));
      expect(Math.abs(value - wanted)).toBeLessThanOrEqual(isPadding ? 0 : 1);
    });
    expect(padding).toBeGreaterThan(10_000);
  });

  it('of all encodings that pydicom tests with are read as it reads them, or refused', async (context) => {
    const ask = await pydicomForTest(context);
    const sources = join(folder, 'theirs');
    await mkdir(sources);
    const names = (await ask({ do: 'test_files', folder: sources })) as string[];
    const pairs: { old: string; new: string }[] = [];
    const refused: Record<string, string> = {};
    for (const name of names) {
      const old = join(sources, name);
      try {
        pairs.push({ old, new: await derive(old, join(folder, 'theirs-derived')) });
      } catch (error) {
        expect(error, name).toBeInstanceOf(ImageFileError);
        refused[name] = (error as ImageFileError).code;
      }
    }
    const responses = (await ask({ do: 'compare', pairs })) as Comparison[];
    const undecodable: string[] = [];
    responses.forEach(({ greatestDifference, isLossy, undecodable: reason }, index) => {
      const name = pairs[index]!.old;
      if (reason === undefined)
        // Decoders of lossy frames round in their own ways, most of all where chroma is shared.
        expect(greatestDifference, name).toBeLessThanOrEqual(isLossy ? 3 : 0);
      else undecodable.push(name);
    });
    expect(pairs.length).toBeGreaterThan(45);
    expect(undecodable.length).toBeLessThan(4);
    expect(refused).toEqual({
      // A header of 14 million tiles.
      'JPEG2000-embedded-sequence-delimiter.dcm': 'too-large',
      'MR_truncated.dcm': 'broken-file',
      'badVR.dcm': 'broken-file',
      'examples_palette.dcm': 'unsupported',
      'liver_1frame.dcm': 'unsupported',
      'liver_expb_1frame.dcm': 'unsupported',
      'meta_missing_tsyntax.dcm': 'broken-file',
      'nested_priv_SQ.dcm': 'broken-file',
    });
  });

  it('that DCMTK and OpenJPEG have compressed are read as they were before', async (context) => {
    const ask = await pydicomForTest(context);
    programForTest(context, programs.dcmtk);
    const directory = ctFolder(context);
    const sources = ['ID_0002_AGE_0074_CONTRAST_1_CT.dcm', 'LIDC-IDRI-0001_040.dcm', 'pydicom_CT_small.dcm'];
    const compressors: Record<string, (old: string, out: string) => Promise<unknown>> = {
      'JPEG lossless, first selection value': (old, out) => execute('dcmcjpeg', ['+e1', old, out]),
      'JPEG lossless, process 14': (old, out) => execute('dcmcjpeg', ['+el', '+sv', '6', old, out]),
      'JPEG-LS': (old, out) => execute('dcmcjpls', ['+el', old, out]),
      'RLE of DCMTK': (old, out) => execute('dcmcrle', [old, out]),
      'RLE of pydicom': (file, out) => ask({ do: 'compress', file, out, syntax: '1.2.840.10008.1.2.5' }),
      'JPEG 2000': (file, out) => ask({ do: 'compress', file, out, syntax: '1.2.840.10008.1.2.4.90' }),
    };
    const compressed = join(folder, 'compressed');
    await mkdir(compressed);
    for (const [what, compress] of Object.entries(compressors))
      for (const name of sources) {
        const old = join(directory, name);
        const out = join(compressed, `${Object.keys(compressors).indexOf(what)}-${name}`);
        await compress(old, out);
        const [before, after] = await Promise.all(
          [old, out].map(async (path) => readImageFile(await readFile(path))),
        );
        expect(after!.dicom!.transferSyntaxUid, what).not.toBe(before!.dicom!.transferSyntaxUid);
        expect((await after!.plane(0, 0)).values, `${what}, ${name}`).toEqual(
          (await before!.plane(0, 0)).values,
        );
        const derived = await derive(out, join(folder, 'decompressed'));
        const [response] = (await ask({ do: 'compare', pairs: [{ old, new: derived }] })) as Comparison[];
        expect(response!.greatestDifference, what).toBe(0);
      }
  });

  it('have no error for dciodvfy that their source did not have', async (context) => {
    const dciodvfy = programForTest(context, programs.dciodvfy);
    const directory = ctFolder(context);
    const ask = await pydicomForTest(context);
    const sources = join(folder, 'checked');
    await mkdir(sources);
    await ask({ do: 'test_files', folder: sources });
    const others = [
      'MR_small.dcm',
      'MR_small_RLE.dcm',
      'JPGExtended.dcm',
      'SC_rgb_rle_2frame.dcm',
      'examples_ybr_color.dcm',
      'SC_ybr_full_422_uncompressed.dcm',
      'examples_overlay.dcm',
    ];
    const files = [
      ...(await dicomFilesOf(directory)).map((name) => join(directory, name)),
      ...others.map((name) => join(sources, name)),
    ];
    for (const old of files) {
      const path = await derive(old, join(folder, 'checked-derived'));
      const [before, after] = await Promise.all([old, path].map((file) => errorsOf(dciodvfy, file)));
      expect(
        [...after!].filter((error) => !before!.has(error)),
        old,
      ).toEqual([]);
    }
  });
});

/** It ends with another exit code where it finds something, and then says the same. */
async function errorsOf(dciodvfy: string, file: string): Promise<ReadonlySet<string>> {
  const said = await execute(dciodvfy, [file]).then(
    ({ stdout, stderr }) => stdout + stderr,
    (error: unknown) => {
      const { stdout, stderr } = error as { stdout?: string; stderr?: string };
      return `${stdout ?? ''}${stderr ?? ''}`;
    },
  );
  expect(said).not.toBe('');
  return new Set(said.split('\n').filter((line) => line.startsWith('Error')));
}
