import type { AlarmEvent, AlarmId } from '@beatwatch/contracts';
import { expect, it } from 'vitest';
import { knownChangesOf, newsSince } from './alarm-news.ts';

const alarm = (id: string, over: Partial<AlarmEvent> = {}): AlarmEvent =>
  ({ alarmId: id as AlarmId, state: 'active', priority: 'high', changeNumber: 1, ...over }) as AlarmEvent;
const news = (before: readonly AlarmEvent[], now: readonly AlarmEvent[]): string[] =>
  newsSince(knownChangesOf(before), now).map(({ alarmId, changeNumber }) => `${alarmId} ${changeNumber}`);

it('tells what is raised, announced again or escalated, once', () => {
  const vf = alarm('vf');
  expect(news([], [vf])).toEqual(['vf 1']);
  expect(news([vf], [vf])).toEqual([]);
  expect(news([vf], [alarm('vf', { changeNumber: 2, escalated: true })])).toEqual(['vf 2']);
});

it('tells nothing of what makes no sound: low priority, acknowledged, over', () => {
  expect(
    news(
      [],
      [
        alarm('ectopy', { priority: 'low' }),
        alarm('vt', { state: 'acknowledged', changeNumber: 2 }),
        alarm('asystole', { state: 'latched', changeNumber: 2 }),
      ],
    ),
  ).toEqual([]);
});
