import { deviceId, type AlarmEvent } from '@beatwatch/contracts';
import { describe, expect, it } from 'vitest';
import { AlarmMonitor } from '../monitor.ts';
import { beatAt, beatsFrom, inOrder, patient, seconds, startUs } from '../test-signal.ts';
import { applyInput, type AlarmInput } from './alarm-input.ts';
import { InputJournal, type InputBlock } from './input-journal.ts';
import { inputsOf } from './input-rows.ts';

const beats = beatsFrom(2, `NNNNNNN${'V'.repeat(9)}${'N'.repeat(40)}`);
const told = beats.map((beat, index) => ({
  ...beat,
  axis: 1,
  strength: 2,
  atrialLogOdds: -1.5,
  learned: { threshold: 19, clearThreshold: 14 },
  ...(index % 2 === 0 && { classProbabilities: { N: 0.5, S: 0.125, V: 0.25, F: 0.125 } }),
}));
const signal = seconds(60, { qrsShare: 1, axis: 1, ventricularLogOdds: -4, ventricularPossible: false });
const observed: readonly AlarmInput[] = inOrder(told, signal);

/** What is decided, and the blocks; stored and restored between any two inputs. */
function recorded(inputs: readonly AlarmInput[]): { events: AlarmEvent[]; blocks: InputBlock[] } {
  const monitor = new AlarmMonitor(patient);
  const events: AlarmEvent[] = [];
  const blocks: InputBlock[] = [];
  let journal = new InputJournal();
  for (const input of inputs) {
    events.push(...applyInput(monitor, input));
    journal.add(input, monitor.state);
    blocks.push(...journal.take());
    journal = new InputJournal(structuredClone(journal.state));
  }
  return { events, blocks };
}

describe('a journal of what alarms are decided by', () => {
  it('gives the inputs again, and with them the alarms', () => {
    const { events, blocks } = recorded(observed);
    const again = blocks.flatMap(({ rows }) => [...inputsOf(rows)]);
    expect(again).toEqual(observed.slice(0, again.length));
    expect(observed.length - again.length).toBeLessThan(32);
    const monitor = new AlarmMonitor(patient);
    const decided = again.flatMap((input) => applyInput(monitor, input));
    expect(decided.length).toBeGreaterThan(1);
    expect(decided).toEqual(events.slice(0, decided.length));
  });

  it('begins with the initial state, and keeps the state once an hour', () => {
    const hours = Array.from({ length: 5 }, (_, half): AlarmInput[] =>
      seconds(64, {}, half * 1800).map((second) => ({ kind: 'second', second })),
    ).flat();
    const { blocks } = recorded(hours);
    expect(blocks.map(({ begins }) => begins)).toEqual([true, ...Array<boolean>(9).fill(false)]);
    expect(blocks.flatMap(({ after }, index) => (after === undefined ? [] : [index]))).toEqual([0, 4, 8]);
    const numbers = blocks.map(({ number }) => number);
    expect(numbers).toEqual(Array.from(numbers, (_, index) => numbers[0]! + index));
    expect(numbers[0]).toBe((startUs + 32e6) / 1000);
  });

  it('holds acts of people and of the clock in their order, and is not filled by them', () => {
    const act: AlarmInput = {
      kind: 'acknowledge',
      command: { patientId: patient, actor: 'n', timeUs: 5, action: 'acknowledge', alarmId: 'a' as never },
    };
    const acts = Array.from({ length: 40 }, (_, at): AlarmInput =>
      at % 2 ? act : { kind: 'gone', nowUs: at },
    );
    expect(recorded(acts).blocks).toEqual([]);
    const beat: AlarmInput = { kind: 'beat', beat: beatAt(2, 800) };
    const { blocks } = recorded([...acts, beat]);
    expect(blocks.map(({ rows }) => [...inputsOf(rows)])).toEqual([[...acts, beat]]);
  });

  it('leaves out what alarms do not depend on', () => {
    const second = {
      ...signal[0]!,
      patientId: patient,
      deviceId: deviceId('d'),
      rhythmMeasures: [1],
      shiftUs: 3,
    };
    const monitor = new AlarmMonitor(patient);
    const journal = new InputJournal();
    journal.add({ kind: 'second', second }, monitor.state);
    expect(Object.keys(journal.state.rows.seconds[0]!)).not.toContain('patientId');
    expect([...inputsOf(journal.state.rows)]).toEqual([{ kind: 'second', second: signal[0] }]);
  });
});
