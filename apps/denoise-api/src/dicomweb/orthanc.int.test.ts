import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { freePort, startOrthanc, type Orthanc } from '../../../../test/stack/orthanc.ts';
import { referenceFile } from '../../../../test/stack/reference-data.ts';
import { addKey } from '../keys/key-file.ts';
import { startTestApi, type TestApi } from '../testing/test-api.ts';
import type { DicomJson } from '@beatwatch/image-files';

let folder: string;
let api: TestApi | undefined;
let orthanc: Orthanc | undefined;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'beatwatch-orthanc-test-'));
});
afterEach(async () => {
  await api?.stop();
  await orthanc?.stop();
  [api, orthanc] = [undefined, undefined];
  await rm(folder, { recursive: true });
});

const value = (json: DicomJson | undefined, tag: string): unknown => json?.[tag]?.Value?.[0];

describe('Orthanc', () => {
  it('sends a slice by its DICOMweb plug-in, gets the denoised one back and finds it', async (context) => {
    const slice = await readFile(referenceFile(context, 'ct', 'ID_0000_AGE_0060_CONTRAST_1_CT.dcm'));
    const keysFile = join(folder, 'keys.json');
    const { key } = await addKey(keysFile, { name: 'orthanc', scopes: ['dicomweb'], now: new Date() });
    const port = await freePort();
    api = await startTestApi({
      keysFile,
      forward: { url: `http://127.0.0.1:${port}/dicom-web`, firstDelayMs: 50 },
    });
    orthanc = await startOrthanc(context, port, {
      beatwatch: { url: `${api.url}/dicom-web/`, authorization: `Bearer ${key}` },
    });
    const post = async (path: string, body: Buffer | string): Promise<Record<string, unknown>> => {
      const response = await fetch(`${orthanc?.url ?? ''}${path}`, { method: 'POST', body });
      const text = await response.text();
      expect(response.status, text).toBe(200);
      return JSON.parse(text) as Record<string, unknown>;
    };
    const { ID: id } = await post('/instances', slice);
    await post('/dicom-web/servers/beatwatch/stow', JSON.stringify({ Resources: [id], Synchronous: true }));

    const query = async (path: string): Promise<DicomJson[]> => {
      const response = await fetch(`${orthanc?.url ?? ''}/dicom-web${path}`, {
        headers: { accept: 'application/dicom+json' },
      });
      return (await response.json()) as DicomJson[];
    };
    const [study] = await query('/studies');
    const studyUid = String(value(study, '0020000D'));
    await expect.poll(() => query(`/studies/${studyUid}/series`), { timeout: 20_000 }).toHaveLength(2);
    expect(await query('/studies')).toHaveLength(1);
    const series = await query(`/studies/${studyUid}/series?includefield=0008103E`);
    const derived = series.find((one) => String(value(one, '0008103E')).includes('denoised'));
    const seriesUid = String(value(derived, '0020000E'));
    const [instance] = await query(`/studies/${studyUid}/series/${seriesUid}/instances`);
    const instanceUid = String(value(instance, '00080018'));
    const [metadata] = await query(
      `/studies/${studyUid}/series/${seriesUid}/instances/${instanceUid}/metadata`,
    );
    expect(metadata?.['00080008']?.Value?.slice(0, 1)).toEqual(['DERIVED']);
    const state = async (): Promise<unknown> =>
      (
        await fetch(`${api?.url ?? ''}/v1/instances/${instanceUid}`, {
          headers: { authorization: `Bearer ${key}` },
        })
      ).json();
    await expect.poll(state).toMatchObject({ forwarding: { state: 'sent' } });
  });
});
