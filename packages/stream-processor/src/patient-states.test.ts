import { patientId } from '@beatwatch/contracts';
import type { Checkpoint, Repositories } from '@beatwatch/timescale';
import { describe, expect, it } from 'vitest';
import { PatientStates } from './patient-states.ts';

const patient = patientId('p-1');

/** The table as a plain list: its real form is tested with the database. */
function table(): Repositories['checkpoints'] & { readonly rows: Checkpoint[] } {
  const rows: Checkpoint[] = [];
  return {
    rows,
    write: (checkpoints) => {
      rows.push(...checkpoints);
      return Promise.resolve();
    },
    read: () => Promise.resolve(rows.slice(-1)),
  };
}

function statesOn(checkpoints: Repositories['checkpoints']): PatientStates<{ count: number }> {
  return new PatientStates({
    stage: 'test',
    topic: 'beats',
    logId: 'log',
    checkpoints,
    create: () => ({ count: 0 }),
    freeze: ({ count }) => Uint8Array.of(1, count),
    thaw: (_id, [version, count]) => (version === 1 ? { count: count ?? 0 } : undefined),
  });
}

describe('PatientStates', () => {
  it('passes over messages that took effect before a restart, and over no other', async () => {
    const checkpoints = table();
    const before = await statesOn(checkpoints).partition(0);
    for (const offset of [3, 5]) before.takeAt(patient, offset)!.count += 1;
    before.reached(6);
    expect(await before.checkpoint()).toEqual({ topic: 'beats', partition: 0, nextOffset: 6 });
    const after = await statesOn(checkpoints).partition(0);
    expect(after.takeAt(patient, 5)).toBeUndefined();
    expect(after.takeAt(patient, 6)).toEqual({ count: 2 });
  });

  it('writes only the states that changed since the last checkpoint', async () => {
    const checkpoints = table();
    const states = await statesOn(checkpoints).partition(0);
    states.takeAt(patient, 0);
    states.takeAt(patientId('p-2'), 1);
    await states.checkpoint();
    states.takeAt(patient, 2);
    await states.checkpoint();
    expect(checkpoints.rows.map(({ patientId: id }) => id)).toEqual(['p-1', 'p-2', 'p-1']);
  });

  it('lets a patient begin anew whose state another version froze, without repeating its messages', async () => {
    const checkpoints = table();
    const key = { logId: 'log', stage: 'test', topic: 'beats', partition: 0, patientId: patient };
    checkpoints.rows.push({ ...key, nextOffset: 9, state: Uint8Array.of(7, 42) });
    const states = await statesOn(checkpoints).partition(0);
    expect(states.takeAt(patient, 8)).toBeUndefined();
    expect(states.takeAt(patient, 9)).toEqual({ count: 0 });
  });

  it('keeps a state for the next checkpoint when this one could not be written', async () => {
    const checkpoints = table();
    let away = true;
    const states = await statesOn({
      read: (key) => checkpoints.read(key),
      write: (rows) => (away ? Promise.reject(new Error('database away')) : checkpoints.write(rows)),
    }).partition(0);
    states.takeAt(patient, 0);
    await expect(states.checkpoint()).rejects.toThrow('database away');
    away = false;
    await states.checkpoint();
    expect(checkpoints.rows).toHaveLength(1);
  });
});
