import { patientId, type AdmissionCommand } from '@beatwatch/contracts';
import { expect, it } from 'vitest';
import { Leavings } from './leavings.ts';

const id = patientId('p-1');
const command = (action: 'admit' | 'discharge' | 'end-signal'): AdmissionCommand => ({
  patientId: id,
  actor: 'n',
  timeUs: 1.7e15,
  action,
});

it('has a discharge hold though it is not stored yet, and what is stored once that has had time', () => {
  const leavings = new Leavings();
  expect(leavings.command(command('discharge'), 0)).toBe(true);
  expect(leavings.store([], 10_000)).toEqual([]);
  expect(leavings.isDischarged(id)).toBe(true);
  leavings.store([], 70_000);
  expect(leavings.isDischarged(id)).toBe(false);
});

it('has an admission hold though the discharge is still stored', () => {
  const leavings = new Leavings();
  expect(leavings.store([id], 0)).toEqual([id]);
  expect(leavings.command(command('admit'), 0)).toBe(false);
  expect(leavings.store([id], 10_000)).toEqual([]);
  expect(leavings.isDischarged(id)).toBe(false);
  expect(leavings.left(0)).toEqual([]);
});

it('has who sends no more leave after a quarter of an hour, unless an alarm is open or signal comes again', () => {
  const leavings = new Leavings();
  leavings.command(command('end-signal'), 0);
  expect(leavings.takeEnded(899_000, new Set())).toEqual([]);
  expect(leavings.takeEnded(900_000, new Set([id]))).toEqual([]);
  expect(leavings.takeEnded(900_000, new Set())).toEqual([id]);
  expect(leavings.left(900_000)).toEqual([id]);
  expect(leavings.left(1_600_000)).toEqual([]);
  leavings.command(command('end-signal'), 0);
  leavings.heard(id);
  expect(leavings.takeEnded(900_000, new Set())).toEqual([]);
});
