import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readImageFile } from '@beatwatch/image-files';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { beatwatch } from '../stack/command.ts';
import { referenceFile } from '../stack/reference-data.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'beatwatch-denoise-'));
});
afterAll(() => rm(folder, { recursive: true }));

const read = async (...path: string[]) => readImageFile(await readFile(join(folder, ...path)));

interface Report {
  readonly files: readonly { readonly input: string; readonly noiseSd: number; readonly unit: string }[];
  readonly failed: readonly { readonly input: string; readonly reason: string }[];
}

describe('beatwatch denoise', () => {
  it('denoises a folder, names the file that is not an image, and leaves the input alone', async (context) => {
    const slices = ['LIDC-IDRI-0001_040.dcm', 'LIDC-IDRI-0001_041.dcm'].map((name) =>
      referenceFile(context, 'ct', name),
    );
    await mkdir(join(folder, 'in', 'series'), { recursive: true });
    for (const [index, slice] of slices.entries())
      await copyFile(slice, join(folder, 'in', 'series', `${index}.dcm`));
    await writeFile(join(folder, 'in', 'notes.txt'), 'no image');
    const before = await readFile(join(folder, 'in', 'series', '0.dcm'));

    const { code, stdout, stderr } = await beatwatch(
      folder,
      'denoise',
      join(folder, 'in'),
      join(folder, 'out'),
      '--json',
    );
    expect(code, stderr).toBe(1);
    const report = JSON.parse(stdout) as Report;
    expect(report.files).toHaveLength(2);
    expect(report.files[0]).toMatchObject({ unit: 'hounsfield' });
    expect(report.failed).toHaveLength(1);
    expect(report.failed[0]?.input).toContain('notes.txt');
    expect(report.failed[0]?.reason).toContain('found another format, expected one of');

    const [one, two] = [await read('out', 'series', '0.dcm'), await read('out', 'series', '1.dcm')];
    const source = await read('in', 'series', '0.dcm');
    expect(one.dicom?.studyInstanceUid).toBe(source.dicom?.studyInstanceUid);
    expect(one.dicom?.seriesInstanceUid).not.toBe(source.dicom?.seriesInstanceUid);
    expect(one.dicom?.seriesInstanceUid).toBe(two.dicom?.seriesInstanceUid);
    expect(one.dicom?.sopInstanceUid).not.toBe(two.dicom?.sopInstanceUid);
    expect((await one.plane(0, 0)).values).not.toEqual((await source.plane(0, 0)).values);
    expect(await readFile(join(folder, 'in', 'series', '0.dcm'))).toEqual(before);
  });

  it('makes a picture of a slice, and does not write over it unasked', async (context) => {
    const slice = referenceFile(context, 'ct', 'LIDC-IDRI-0001_040.dcm');
    const picture = join(folder, 'slice.png');
    const first = await beatwatch(folder, 'denoise', slice, picture, '--window', '-600,1500');
    expect(first.code, first.stderr).toBe(0);
    expect(await read('slice.png')).toMatchObject({ format: 'png', width: 512, height: 512 });
    const second = await beatwatch(folder, 'denoise', slice, picture);
    expect(second.code).toBe(2);
    expect(second.stderr).toContain('--force');
  });

  it('refuses a malformed window', async () => {
    const { code, stderr } = await beatwatch(folder, 'denoise', 'a', 'b', '--window', '40');
    expect(code).toBe(2);
    expect(stderr).toContain('found "40", expected CENTRE,WIDTH');
  });
});
