import { patientId, type PatientId } from '@beatwatch/contracts';
import { TimescaleError, type Checkpoint, type Repositories } from '@beatwatch/timescale';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PatientStates } from './patient-states.ts';
import { checkpointTable } from './test-checkpoints.ts';
import type { ChooseStates } from './unstored-states.ts';

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
    remove: (_key, patientIds) => {
      const kept = rows.filter(({ patientId: id }) => !patientIds.includes(id));
      rows.splice(0, rows.length, ...kept);
      return Promise.resolve();
    },
  };
}

function statesOn(
  checkpoints: Repositories['checkpoints'],
  logId = 'log',
  onBegunAnew: (id: PatientId) => void = () => undefined,
): PatientStates<{ count: number }> {
  return new PatientStates({
    onBegunAnew,
    processor: 'test',
    topic: 'beats',
    logId,
    checkpoints,
    create: () => ({ count: 0 }),
    serialize: ({ count }) => Uint8Array.of(1, count),
    deserialize: (_id, [version, count]) => (version === 1 ? { count: count ?? 0 } : undefined),
  });
}

describe('PatientStates', () => {
  it('skips the messages that took effect before a restart, and no others', async () => {
    const checkpoints = table();
    const before = await statesOn(checkpoints).partition(0);
    for (const offset of [3, 5]) before.stateAt(patient, offset)!.count += 1;
    before.reached(6);
    expect(await before.checkpoint()).toEqual({ topic: 'beats', partition: 0, nextOffset: 6 });
    const after = await statesOn(checkpoints).partition(0);
    expect(after.stateAt(patient, 5)).toBeUndefined();
    expect(after.stateAt(patient, 6)).toEqual({ count: 2 });
  });

  it('writes only the states that changed since the last checkpoint', async () => {
    const checkpoints = table();
    const states = await statesOn(checkpoints).partition(0);
    states.stateAt(patient, 0);
    states.stateAt(patientId('p-2'), 1);
    await states.checkpoint();
    states.stateAt(patient, 2);
    await states.checkpoint();
    expect(checkpoints.rows.map(({ patientId: id }) => id)).toEqual(['p-1', 'p-2', 'p-1']);
  });

  it('begins anew with a state of an unknown version, without repeating its messages', async () => {
    const checkpoints = table();
    const key = { logId: 'log', processor: 'test', topic: 'beats', partition: 0, patientId: patient };
    checkpoints.rows.push({ ...key, nextOffset: 9, state: Uint8Array.of(7, 42) });
    const states = await statesOn(checkpoints).partition(0);
    expect(states.stateAt(patient, 8)).toBeUndefined();
    expect(states.stateAt(patient, 9)).toEqual({ count: 0 });
  });

  it("goes on from the states of another log, from that log's own beginning", async () => {
    const checkpoints = table();
    const before = await statesOn(checkpoints).partition(0);
    before.stateAt(patient, 41)!.count = 5;
    await before.checkpoint();
    const after = await statesOn(checkpoints, 'another log').partition(0);
    expect(after.entries()).toEqual([[patient, { count: 5 }]]);
    after.stateAt(patient, 0)!.count += 1;
    await after.checkpoint();
    expect(checkpoints.rows.at(-1)).toMatchObject({ logId: 'another log', nextOffset: 1 });
    expect(checkpoints.rows.at(-1)!.state).toEqual(Uint8Array.of(1, 6));
  });

  it('begins anew with a state that cannot be read or written, reports it, and keeps those of others', async () => {
    const checkpoints = table();
    const other = patientId('p-2');
    const row = { logId: 'log', processor: 'test', topic: 'beats', partition: 0 };
    const read: Repositories['checkpoints']['read'] = () =>
      Promise.resolve([
        { ...row, patientId: patient, nextOffset: 9, state: Uint8Array.of(66, 1) },
        { ...row, patientId: other, nextOffset: 9, state: Uint8Array.of(1, 42) },
      ]);
    const begunAnew: PatientId[] = [];
    const states = await new PatientStates<{ count: number }>({
      ...row,
      checkpoints: { ...checkpoints, read },
      create: () => ({ count: 0 }),
      serialize: ({ count }) => {
        if (count === 13) throw new TypeError('cannot be cloned');
        return Uint8Array.of(1, count);
      },
      deserialize: (_id, [version, count]) => {
        if (version === 66) throw new RangeError('garbage');
        return { count: count ?? 0 };
      },
      onBegunAnew: (id) => begunAnew.push(id),
    }).partition(0);
    expect(begunAnew).toEqual([patient]);
    expect(states.stateAt(patient, 8)).toBeUndefined();
    expect(states.stateAt(patient, 9)).toEqual({ count: 0 });
    states.stateAt(other, 10)!.count = 13;
    await states.checkpoint();
    expect(begunAnew).toEqual([patient, other]);
    expect(checkpoints.rows.map(({ state }) => state)).toEqual([Uint8Array.of(1, 0), Uint8Array.of(1, 0)]);
    await states.checkpoint();
    expect(checkpoints.rows).toHaveLength(2);
  });

  it('forgets who is gone for a week, in memory and in the table, but not who may not be forgotten', async () => {
    const checkpoints = table();
    const clock = { ms: 1e12 };
    const dayMs = 86_400_000;
    const partition = await new PatientStates<{ count: number }>({
      processor: 'test',
      topic: 'beats',
      logId: 'log',
      checkpoints,
      create: () => ({ count: 0 }),
      serialize: ({ count }) => Uint8Array.of(1, count),
      deserialize: () => ({ count: 0 }),
      mayForget: ({ count }) => count !== 9,
      now: () => clock.ms,
    }).partition(0);
    const alarmed = patientId('open-alarm');
    partition.stateAt(alarmed, 0)!.count = 9;
    const stored = (): Set<PatientId> => new Set(checkpoints.rows.map(({ patientId: id }) => id));
    let offset = 0;
    for (let day = 0; day < 400; day += 1) {
      // Twenty-five patients who come for a day, and one who stays.
      for (let id = 0; id < 25; id += 1) partition.stateAt(patientId(`day-${day}-${id}`), (offset += 1));
      partition.stateAt(patient, (offset += 1))!.count = 1;
      await partition.checkpoint();
      expect(partition.entries().length).toBeLessThanOrEqual(8 * 25 + 2);
      expect(stored().size).toBeLessThanOrEqual(8 * 25 + 2);
      clock.ms += dayMs;
    }
    clock.ms += 8 * dayMs;
    await partition.checkpoint();
    expect(partition.entries().map(([id]) => id)).toEqual([alarmed]);
    expect([...stored()]).toEqual([alarmed]);
    // Who comes back begins anew.
    expect(partition.stateAt(patient, offset + 1)).toEqual({ count: 0 });
  });

  it('keeps a state for the next checkpoint when this one could not be written', async () => {
    const checkpoints = table();
    let away = true;
    const states = await statesOn({
      ...checkpoints,
      write: (rows) => (away ? Promise.reject(new Error('database away')) : checkpoints.write(rows)),
    }).partition(0);
    states.stateAt(patient, 0);
    await expect(states.checkpoint()).rejects.toThrow('database away');
    away = false;
    await states.checkpoint();
    expect(checkpoints.rows).toHaveLength(1);
  });

  describe('stored some at a time', () => {
    const [one, other] = [patientId('p-1'), patientId('p-2')];
    const only =
      (id: PatientId): ChooseStates =>
      (unstored) =>
        unstored.filter((state) => state.patientId === id);

    it('give the position of the first message that a stored state lacks', async () => {
      const states = await statesOn(table()).partition(0);
      for (const offset of [0, 2]) states.stateAt(one, offset);
      for (const offset of [1, 3]) states.stateAt(other, offset);
      states.reached(4);
      const at = { topic: 'beats', partition: 0 };
      expect(await states.checkpoint(only(one))).toEqual({ ...at, nextOffset: 1, appliedOffset: 4 });
      states.stateAt(one, 4);
      states.reached(5);
      expect(await states.checkpoint(() => [])).toEqual({ ...at, nextOffset: 1, appliedOffset: 5 });
      expect(await states.checkpoint(only(other))).toEqual({ ...at, nextOffset: 4, appliedOffset: 5 });
      expect(await states.checkpoint()).toEqual({ ...at, nextOffset: 5 });
    });

    it('hold up no position for what the log does not have', async () => {
      const states = await statesOn(table()).partition(0);
      states.stateAt(one, 0);
      states.reached(1);
      await states.checkpoint();
      states.stateToChange(one);
      expect(states.unstored()).toMatchObject([{ patientId: one, offset: undefined, isBeyondLog: true }]);
      expect(await states.checkpoint(() => [])).toMatchObject({ nextOffset: 1 });
    });

    it('are made again from the log wherever a process dies, each message once', async () => {
      const ids = ['p-1', 'p-2', 'p-3', 'p-4'].map(patientId);
      const step = fc.oneof(
        { weight: 6, arbitrary: fc.record({ kind: fc.constant('message' as const), of: fc.nat(3) }) },
        { weight: 3, arbitrary: fc.record({ kind: fc.constant('piece' as const), of: fc.nat(15) }) },
        { weight: 1, arbitrary: fc.record({ kind: fc.constant('crash' as const), of: fc.nat(3) }) },
      );
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
          const checkpoints = checkpointTable();
          const open = () => statesOn(checkpoints).partition(0);
          const log: PatientId[] = [];
          let committed = 0;
          let states = await open();
          const handle = (offset: number): void => {
            const state = states.stateAt(log[offset]!, offset);
            if (state !== undefined) state.count += 1;
            states.reached(offset + 1);
          };
          for (const { kind, of } of steps) {
            if (kind === 'message') handle(log.push(ids[of]!) - 1);
            else if (kind === 'piece') {
              const isChosen = (id: PatientId): boolean => ((of >> ids.indexOf(id)) & 1) === 1;
              const position = await states.checkpoint((all) => all.filter((one) => isChosen(one.patientId)));
              committed = position?.nextOffset ?? committed;
            } else {
              states = await open();
              for (let offset = committed; offset < log.length; offset += 1) handle(offset);
            }
          }
          states = await open();
          for (let offset = committed; offset < log.length; offset += 1) handle(offset);
          const counts = new Map(states.entries().map(([id, { count }]) => [id, count]));
          for (const id of ids) expect(counts.get(id) ?? 0).toBe(log.filter((one) => one === id).length);
        }),
        { numRuns: 300 },
      );
    });
  });

  describe('where the database refuses states', () => {
    const ids = Array.from({ length: 9 }, (_, index) => patientId(`p-${index + 1}`));
    const refused = (code: 'value' | 'internal' = 'value') => new TimescaleError('refused', { code });
    const refusing =
      (
        table: Repositories['checkpoints'],
        error: () => Error | undefined,
        isBad: (row: Checkpoint) => boolean,
      ) =>
      (rows: readonly Checkpoint[]): Promise<void> => {
        const cause = rows.some(isBad) ? error() : undefined;
        return cause === undefined ? table.write(rows) : Promise.reject(cause);
      };

    it.each(ids)('lets %s alone begin anew, at the place in the log where it is', async (bad) => {
      const checkpoints = table();
      const begunAnew: PatientId[] = [];
      const write = refusing(checkpoints, refused, ({ state, patientId: id }) => id === bad && state[1]! > 1);
      const states = await statesOn({ ...checkpoints, write }, 'log', (id) => begunAnew.push(id)).partition(
        0,
      );
      for (const [offset, id] of ids.entries()) states.stateAt(id, offset)!.count = 2;
      states.reached(ids.length);
      expect(await states.checkpoint()).toMatchObject({ nextOffset: ids.length });
      expect(begunAnew).toEqual([bad]);
      expect(checkpoints.rows.map(({ patientId: id }) => id).toSorted()).toEqual(ids);
      for (const { patientId: id, state, nextOffset } of checkpoints.rows) {
        expect(state[1]).toBe(id === bad ? 0 : 2);
        expect(nextOffset).toBe(ids.indexOf(id) + 1);
      }
      // Stored as it is: nothing more to write, and no message is taken twice.
      expect(states.changed()).toEqual([]);
      expect(states.stateAt(bad, ids.indexOf(bad))).toBeUndefined();
      expect(states.stateAt(bad, ids.length)).toEqual({ count: 0 });
    });

    it('changes nobody where it refuses new states too: then it is not the state', async () => {
      const checkpoints = table();
      const begunAnew: PatientId[] = [];
      const write = refusing(
        checkpoints,
        () => refused('internal'),
        () => true,
      );
      const states = await statesOn({ ...checkpoints, write }, 'log', (id) => begunAnew.push(id)).partition(
        0,
      );
      for (const id of ids) states.stateAt(id, 0)!.count = 2;
      await expect(states.checkpoint()).rejects.toThrow('refused');
      expect(begunAnew).toEqual([]);
      expect(states.entries().map(([, { count }]) => count)).toEqual(ids.map(() => 2));
      expect(states.changed()).toEqual(ids);
    });

    it('takes no error that passes for a refusal', async () => {
      const checkpoints = table();
      const begunAnew: PatientId[] = [];
      let failures = 2;
      const once = () => ((failures -= 1) >= 0 ? refused('internal') : undefined);
      const write = refusing(checkpoints, once, () => true);
      const states = await statesOn({ ...checkpoints, write }, 'log', (id) => begunAnew.push(id)).partition(
        0,
      );
      states.stateAt(patient, 0)!.count = 2;
      await states.checkpoint();
      expect(begunAnew).toEqual([]);
      expect(checkpoints.rows).toMatchObject([{ state: Uint8Array.of(1, 2) }]);
    });
  });

  it('sends the database no statement and no state that is too large for it', async () => {
    const checkpoints = table();
    const begunAnew: PatientId[] = [];
    const sentBytes: number[] = [];
    const mebibyte = 1_048_576;
    const states = await new PatientStates<{ mebibytes: number }>({
      processor: 'test',
      topic: 'beats',
      logId: 'log',
      checkpoints: {
        ...checkpoints,
        write: (rows) => {
          sentBytes.push(rows.reduce((sum, { state }) => sum + state.byteLength, 0));
          return checkpoints.write(rows);
        },
      },
      create: () => ({ mebibytes: 0 }),
      serialize: ({ mebibytes }) => new Uint8Array(mebibytes * mebibyte),
      deserialize: () => undefined,
      onBegunAnew: (id) => begunAnew.push(id),
    }).partition(0);
    const sizes = [5, 5, 65, 5, 20, 5, 5];
    for (const [offset, mebibytes] of sizes.entries()) {
      states.stateAt(patientId(`p-${mebibytes}-${offset}`), offset)!.mebibytes = mebibytes;
    }
    await states.checkpoint();
    expect(begunAnew).toEqual(['p-65-2']);
    expect(checkpoints.rows).toHaveLength(sizes.length);
    expect(Math.max(...sentBytes)).toBe(20 * mebibyte);
  });
});
