import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { beatwatch } from '../stack/command.ts';
import { referenceFile } from '../stack/reference-data.ts';
import { temporaryDataDir } from '../stack/running-stack.ts';

describe('beatwatch evaluate', () => {
  let dataDir: Awaited<ReturnType<typeof temporaryDataDir>>;
  beforeAll(async () => {
    dataDir = await temporaryDataDir();
  });
  afterAll(() => dataDir.remove());

  it.each([
    [['mitdb', '--records', 'x', '--snr', '6'], 'found without --noise, expected it as well'],
    [
      ['rpeaks', '--records', 'x', '--noise', 'em', '--snr', '6,loud'],
      'found "loud", expected a number from -40 to 60',
    ],
  ])('%j is a wrong use: 2, with what was found and expected', async (args, message) => {
    const { code, stderr } = await beatwatch(dataDir.path, 'evaluate', ...args);
    expect(stderr).toContain(message);
    expect(code).toBe(2);
  });

  it('names the folder that holds no records', async () => {
    const { code, stderr } = await beatwatch(dataDir.path, 'evaluate', 'rpeaks', '--records', dataDir.path);
    expect(code).toBe(1);
    expect(stderr).toContain(`${dataDir.path}: a .hea file is missing; expected WFDB records`);
  });

  it('rpeaks prints figures as JSON, and leaves them and a report', async (context) => {
    const records = dirname(referenceFile(context, 'mitdb', '118.hea'));
    const out = join(dataDir.path, 'out');
    const args = ['rpeaks', '--records', records, '--only', '118', '--out', out, '--json'];
    const { code, stdout, stderr } = await beatwatch(dataDir.path, 'evaluate', ...args);
    expect(code, stderr).toBe(0);
    const { report, ...figures } = JSON.parse(stdout) as { report: string; pooled: { sensitivity: number } };
    expect(figures.pooled.sensitivity).toBeGreaterThan(0.998);
    expect(JSON.parse(await readFile(join(out, 'evaluate-rpeaks.json'), 'utf8'))).toEqual(figures);
    expect(await readFile(report, 'utf8')).toContain('R peaks of the live path');
  });
});
