import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { addKey, buildDenoiseApi, type DenoiseApi } from '@beatwatch/denoise-api';
import { openDenoiser, type Denoiser } from '@beatwatch/denoiser';
import { readImageFile } from '@beatwatch/image-files';
import { createLogger, createRegistry } from '@beatwatch/service-kit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { referenceFile } from '../stack/reference-data.ts';

const example = (name: string): string =>
  fileURLToPath(new URL(`../../docs/examples/${name}`, import.meta.url));
const tsx = fileURLToPath(import.meta.resolve('tsx'));
const clients = [
  ['TypeScript', process.execPath, ['--import', tsx, example('denoise-client.ts')]],
  ['Python', 'python3', [example('denoise_client.py')]],
] as const;

describe('the example clients', () => {
  let folder: string;
  let denoiser: Denoiser;
  let api: DenoiseApi;
  let key: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'beatwatch-clients-'));
    const keysFile = join(folder, 'keys.json');
    ({ key } = await addKey(keysFile, { name: 'example', scopes: ['denoise', 'jobs'], now: new Date() }));
    denoiser = await openDenoiser();
    api = buildDenoiseApi({
      denoiser,
      logger: createLogger('test', 'silent'),
      registry: createRegistry('test'),
      port: 0,
      keysFile,
      workDir: join(folder, 'work'),
    });
    await api.start();
  });
  afterAll(async () => {
    await api.stop();
    await denoiser.dispose();
    await rm(folder, { recursive: true });
  });

  for (const [name, command, args] of clients)
    it(`in ${name} denoise a slice, then a series as a job`, async (context) => {
      const ct = (file: string): string => referenceFile(context, 'ct', file);
      const first = ct('ID_0000_AGE_0060_CONTRAST_1_CT.dcm');
      const second = ct('ID_0001_AGE_0069_CONTRAST_1_CT.dcm');
      const out = join(folder, `${name}.dcm`);
      const { stdout } = await promisify(execFile)(
        command,
        [...args, `http://127.0.0.1:${api.port ?? 0}`, first, out, first, second],
        { env: { ...process.env, DENOISE_API_KEY: key } },
      );
      expect(stdout).toMatch(/: noise [\d.]+ hounsfield, model ct-/);
      expect(stdout).toContain('"state":"done","total":2,"done":2,"failed":0}');
      const read = async (file: string) => readImageFile(new Uint8Array(await readFile(file)));
      const [noisy, clean] = [await read(first), await read(out)];
      expect(clean.dicom?.studyInstanceUid).toBe(noisy.dicom?.studyInstanceUid);
      expect(clean.dicom?.seriesInstanceUid).not.toBe(noisy.dicom?.seriesInstanceUid);
      expect((await readFile(`${out}.zip`)).subarray(0, 2).toString()).toBe('PK');
    });

  it('says why in one line where the key is wrong', async () => {
    for (const [, command, args] of clients) {
      const asked = promisify(execFile)(
        command,
        [...args, `http://127.0.0.1:${api.port ?? 0}`, example('denoise_client.py'), join(folder, 'x')],
        { env: { ...process.env, DENOISE_API_KEY: 'wrong' } },
      );
      await expect(asked).rejects.toMatchObject({
        stderr: expect.stringContaining('unauthorized:') as string,
      });
    }
  });
});
