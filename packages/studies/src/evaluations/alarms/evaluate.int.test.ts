import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { referenceFile } from '../../../../../test/stack/reference-data.ts';
import { evaluateAlarms } from './evaluate.ts';

const run = { command: 'a test', nowMs: () => 0 };

describe('evaluateAlarms', () => {
  it('raises no alarm that sounds where the bedside monitor raised false ones, and says so', async (context) => {
    const folder = dirname(referenceFile(context, 'cinc2015', 'a103l.hea'));
    const { evaluation } = await evaluateAlarms({ ...run, folder, only: ['a103l', 'v102s'] });
    expect(evaluation.pooled.soundingAlarmsPerHour).toBe(0);
    expect(evaluation.bedside?.pooled).toMatchObject({ true: 0, false: 2, falseRepeated: 0, score: 1 });
    expect(evaluation.records['a103l']?.leads).toEqual(['II', 'V']);
    expect(evaluation.records['a103l']?.bedside).toEqual({ kind: 'Asystole', isTrue: false, repeatedBy: [] });
  });

  it('hears the first lead alone where that is asked for', async (context) => {
    const folder = dirname(referenceFile(context, 'cinc2015', 'a103l.hea'));
    const { evaluation } = await evaluateAlarms({ ...run, folder, only: ['a103l'], leads: 'first' });
    expect(evaluation.records['a103l']?.leads).toEqual(['II']);
  });

  it('sends all leads, and alarms fibrillation where it is marked', async (context) => {
    const cudb = dirname(referenceFile(context, 'cudb', 'cu01.hea'));
    const { evaluation } = await evaluateAlarms({ ...run, folder: cudb, only: ['cu01'] });
    expect(evaluation.scope).toMatchObject({ beats: true, classes: false, fibrillationMarks: true });
    const [event] = evaluation.records['cu01']?.events ?? [];
    expect(event).toMatchObject({ kind: 'ventricular-fibrillation' });
    expect(event?.secondsToAlarm).toBeLessThanOrEqual(10);
    const { open = [] } = evaluation.records['cu01'] ?? {};
    expect(open.some(({ from, to }) => from < to)).toBe(true);

    const holter = dirname(referenceFile(context, 'cpsc2021', 'data_8_2.hea'));
    const both = await evaluateAlarms({ ...run, folder: holter, only: ['data_8_2'] });
    expect(both.evaluation.records['data_8_2']?.leads).toEqual(['I', 'II']);
    expect(both.evaluation.scope.rhythms).toContain('atrial-fibrillation');
  });
});
