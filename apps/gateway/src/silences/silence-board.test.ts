import { isInForce, type AlarmEvent, type AlarmId, type PatientId, type Silence } from '@beatwatch/contracts';
import { beforeEach, describe, expect, it } from 'vitest';
import { SilenceBoard, type SilenceStore } from './silence-board.ts';

const alarm = (id: string, priority: AlarmEvent['priority'], changeNumber = 1): AlarmEvent =>
  ({
    alarmId: `${id}/x/1` as AlarmId,
    patientId: id as PatientId,
    priority,
    state: 'active',
    changeNumber,
  }) as AlarmEvent;

let nowMs: number;
let alarms: AlarmEvent[];
let stored: Map<string, Silence>;
let store: SilenceStore;

const begin = (): SilenceBoard =>
  new SilenceBoard({
    now: () => nowMs,
    alarms: () => alarms,
    wardOf: (id) => (id.startsWith('icu') ? 'ICU' : 'Ward 3'),
  });
const held = (board: SilenceBoard): string[] =>
  board.shown.filter((silence) => isInForce(silence, nowMs)).map(({ scope }) => scope);
const pause = (board: SilenceBoard, actor = 'Kim'): void => {
  board.start({ scope: 'ward:ICU', actor, seconds: 120 });
};

beforeEach(() => {
  nowMs = 1_000_000;
  alarms = [];
  stored = new Map();
  store = {
    write: (silences) => {
      for (const silence of silences) stored.set(silence.silenceId, silence);
      return Promise.resolve();
    },
    since: (timeMs) => Promise.resolve([...stored.values()].filter(({ untilMs }) => untilMs >= timeMs)),
  };
});

describe('a pause of a ward', () => {
  it('holds for its time, and is told for 20 s more', () => {
    const board = begin();
    pause(board);
    expect(board.takeChanged()).toBe(true);
    expect(board.takeChanged()).toBe(false);
    nowMs += 119_999;
    board.check();
    expect(held(board)).toEqual(['ward:ICU']);
    nowMs += 1;
    expect(held(board)).toEqual([]);
    expect(board.shown).toHaveLength(1);
    nowMs += 20_000;
    board.check();
    expect(board.shown).toEqual([]);
    expect(board.takeChanged()).toBe(true);
  });

  it('is broken by a new alarm of high priority of the ward, and by no other', () => {
    const board = begin();
    alarms = [alarm('icu-1', 'high')];
    pause(board);
    alarms = [...alarms, alarm('icu-2', 'medium'), alarm('p3', 'high')];
    board.check();
    expect(held(board)).toEqual(['ward:ICU']);
    alarms = [...alarms, alarm('icu-3', 'high')];
    board.check();
    expect(board.shown[0]?.end).toEqual({ atMs: nowMs, alarmId: 'icu-3/x/1' });
  });

  it('is broken by an alarm that is announced again', () => {
    const board = begin();
    alarms = [alarm('icu-1', 'high', 1)];
    pause(board);
    alarms = [alarm('icu-1', 'high', 3)];
    board.check();
    expect(held(board)).toEqual([]);
  });

  it('is replaced by a new one, but for a second press of the same moment', () => {
    const board = begin();
    pause(board);
    nowMs += 500;
    pause(board, 'Lee');
    expect(board.shown.map(({ actor }) => actor)).toEqual(['Kim']);
    nowMs += 60_000;
    pause(board, 'Lee');
    expect(held(board)).toHaveLength(1);
    expect(board.shown.map(({ actor, end }) => [actor, end?.actor])).toEqual([
      ['Kim', 'Lee'],
      ['Lee', undefined],
    ]);
  });

  it('is ended by a person, once', () => {
    const board = begin();
    pause(board);
    const { silenceId } = board.shown[0]!;
    expect(board.end(silenceId, 'Lee')).toBe(true);
    expect(board.end(silenceId, 'Lee')).toBe(false);
    expect(board.end('ward:ICU/1', 'Lee')).toBe(false);
  });
});

it('the silence of one alarm ends where that alarm changes, whatever its priority', () => {
  const board = begin();
  alarms = [alarm('icu-1', 'medium'), alarm('icu-2', 'high')];
  board.start({
    scope: 'alarm:icu-1/x/1',
    patientId: 'icu-1' as PatientId,
    actor: 'Kim',
    seconds: 60,
  });
  board.check();
  expect(held(board)).toEqual(['alarm:icu-1/x/1']);
  alarms = [alarm('icu-1', 'medium', 2), alarm('icu-2', 'high')];
  board.check();
  expect(held(board)).toEqual([]);
});

describe('what is stored', () => {
  it('holds after a restart, with what it covers', async () => {
    const first = begin();
    alarms = [alarm('icu-1', 'high')];
    pause(first);
    await first.exchange(store);
    const second = begin();
    await second.exchange(store);
    second.check();
    expect(held(second)).toEqual(['ward:ICU']);
    alarms = [...alarms, alarm('icu-2', 'high')];
    second.check();
    expect(held(second)).toEqual([]);
    // The other gateway learns of the end.
    await second.exchange(store);
    alarms = [alarm('icu-1', 'high')];
    await first.exchange(store);
    expect(held(first)).toEqual([]);
  });

  it('is written once the database answers again, and an end is not forgotten meanwhile', async () => {
    const board = begin();
    pause(board);
    await board.exchange(store);
    board.end(board.shown[0]!.silenceId, 'Lee');
    const away: SilenceStore = { ...store, write: () => Promise.reject(new Error('away')) };
    await expect(board.exchange(away)).rejects.toThrow('away');
    nowMs += 60_000;
    board.check();
    await board.exchange(store);
    expect(held(board)).toEqual([]);
    expect([...stored.values()][0]?.end?.actor).toBe('Lee');
  });
});
