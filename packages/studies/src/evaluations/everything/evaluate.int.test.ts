import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { referenceFile } from '../../../../../test/stack/reference-data.ts';
import { evaluateEverything } from './evaluate.ts';

const run = { command: 'a test', nowMs: () => 0 };

describe('evaluateEverything', () => {
  it('judges each database in its way, and names the record that cannot be read', async (context) => {
    const wearable = dirname(referenceFile(context, 'cinc2017', 'REFERENCE.csv'));
    const holter = dirname(referenceFile(context, 'cpsc2021', 'data_8_2.hea'));
    const data = await mkdtemp(join(tmpdir(), 'beatwatch-everything-'));
    onTestFinished(() => rm(data, { recursive: true }));
    await mkdir(join(data, 'cpsc2021'));
    for (const name of ['data_8_2.hea', 'data_8_2.dat', 'data_8_2.atr']) {
      await cp(join(holter, name), join(data, 'cpsc2021', name));
    }
    await writeFile(join(data, 'cpsc2021', 'broken.hea'), 'broken 1 250 100\nbroken.dat 16 200\n');
    await cp(wearable, join(data, 'cinc2017'), { recursive: true });

    const { evaluation, html } = await evaluateEverything({ ...run, data, first: 2, jobs: 2 });

    expect(Object.keys(evaluation.databases)).toEqual(['cpsc2021', 'cinc2017']);
    expect(evaluation.databases['cpsc2021']?.figures.records).toHaveProperty('data_8_2');
    expect(Object.keys(evaluation.databases['cinc2017']?.figures.records ?? {})).toHaveLength(2);
    expect(evaluation.unreadable).toMatchObject([{ database: 'cpsc2021', record: 'broken' }]);
    expect(evaluation.absent).toContain('mitdb');
    expect(evaluation.summary).toContainEqual(
      expect.objectContaining({
        database: 'cinc2017',
        figure: 'calm recordings with a false alarm that sounds',
      }),
    );
    expect(html).toContain('database-cpsc2021');
  });
});
