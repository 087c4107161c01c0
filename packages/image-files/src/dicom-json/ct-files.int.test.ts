import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { referenceFile } from '../../../../test/stack/reference-data.ts';
import digests from './ct-digests.json' with { type: 'json' };
import { readDicomJson } from './read-dicom-json.ts';

// Made with dcmjs 0.51.1, an independent reader. Two of its values were corrected: it kept the padding of a DT, and took
// the private creator (7FD1,0010) for retired pixel data.
it('makes the same JSON of the CT files as dcmjs', async (context) => {
  const folder = dirname(referenceFile(context, 'ct', 'MANIFEST.csv'));
  const found: Record<string, string> = {};
  for (const name of Object.keys(digests)) {
    const { json } = await readDicomJson(new Uint8Array(await readFile(join(folder, name))));
    found[name] = createHash('sha256').update(JSON.stringify(json)).digest('hex').slice(0, 16);
  }
  expect(found).toEqual(digests);
});
