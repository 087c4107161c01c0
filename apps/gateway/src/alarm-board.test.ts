import type { AlarmEvent, AlarmState } from '@beatwatch/contracts';
import { describe, expect, it } from 'vitest';
import { AlarmBoard } from './alarm-board.ts';

const order: readonly AlarmState[] = ['active', 'acknowledged', 'latched', 'resolved'];
const event = (alarmId: string, state: AlarmState): AlarmEvent =>
  ({ alarmId, patientId: 'p1', state, changeNumber: order.indexOf(state) + 1 }) as AlarmEvent;
const shown = (board: AlarmBoard): string[] =>
  board.open.map(({ alarmId, state }) => `${alarmId} ${state}`).sort();

describe('AlarmBoard', () => {
  it('shows an alarm until it is resolved', () => {
    const board = new AlarmBoard();
    board.apply(event('a', 'active'));
    board.apply(event('b', 'active'));
    board.apply(event('a', 'acknowledged'));
    board.apply(event('b', 'resolved'));
    expect(shown(board)).toEqual(['a acknowledged']);
  });

  it('keeps a latched alarm', () => {
    const board = new AlarmBoard();
    board.apply(event('a', 'active'));
    board.apply(event('a', 'latched'));
    expect(shown(board)).toEqual(['a latched']);
  });

  it('ignores a change that is delivered again after a later one', () => {
    const board = new AlarmBoard();
    board.apply(event('a', 'active'));
    board.apply(event('a', 'acknowledged'));
    board.apply(event('a', 'active'));
    expect(shown(board)).toEqual(['a acknowledged']);
  });

  it('reopens a resolved alarm only for a later change', () => {
    const board = new AlarmBoard();
    expect(board.apply(event('a', 'active'))).toBe(true);
    expect(board.apply(event('a', 'resolved'))).toBe(true);
    expect(board.apply(event('a', 'active'))).toBe(false);
    expect(shown(board)).toEqual([]);
    expect(board.apply({ ...event('a', 'active'), changeNumber: 5 })).toBe(true);
    expect(shown(board)).toEqual(['a active']);
  });

  it('takes over the alarms of the database and reports whether any were new', async () => {
    const board = new AlarmBoard();
    board.apply(event('missed-end', 'active'));
    expect(await board.reconcile(() => Promise.resolve([event('old', 'active')]))).toBe(true);
    expect(shown(board)).toEqual(['old active']);
    expect(await board.reconcile(() => Promise.resolve([event('old', 'active')]))).toBe(false);
  });

  it('keeps changes that arrive while the database is read', async () => {
    const board = new AlarmBoard();
    await board.reconcile(() => {
      board.apply(event('old', 'resolved'));
      board.apply(event('new', 'active'));
      return Promise.resolve([event('old', 'active')]);
    });
    expect(shown(board)).toEqual(['new active']);
  });

  it('keeps its alarms if the database is unreachable', async () => {
    const board = new AlarmBoard();
    board.apply(event('a', 'active'));
    await expect(board.reconcile(() => Promise.reject(new Error('down')))).rejects.toThrow('down');
    board.apply(event('b', 'active'));
    expect(shown(board)).toEqual(['a active', 'b active']);
  });
});
