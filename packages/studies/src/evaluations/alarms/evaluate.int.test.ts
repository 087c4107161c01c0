import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { referenceFile } from '../../../../../test/stack/reference-data.ts';
import { evaluateAlarms } from './evaluate.ts';

const run = { command: 'a test', nowMs: () => 0 };

describe('evaluateAlarms on cinc2015', () => {
  it('raises no alarm where the bedside monitor raised false ones', async (context) => {
    const folder = dirname(referenceFile(context, 'cinc2015', 'a103l.hea'));
    const { evaluation } = await evaluateAlarms({ ...run, folder, only: ['a103l', 'v102s'] });
    expect(evaluation.pooled.clinicalAlarms).toBe(0);
  });
});
