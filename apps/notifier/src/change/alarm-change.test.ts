import type { AlarmEvent } from '@beatwatch/contracts';
import { describe, expect, it } from 'vitest';
import { receiversOf } from '../receivers/read-receivers.ts';
import { alarmEvent } from '../test-changes.ts';
import { alarmChangeOf, alarmChangeSchema, deliveryIdOf } from './alarm-change.ts';
import { isWanted } from './wanted.ts';

describe('a change of an alarm as it is told', () => {
  it('holds what a receiver has to know, and no name', () => {
    const change = alarmChangeOf(alarmEvent(), { ward: 'ICU', bed: '3' });
    expect(alarmChangeSchema.parse(JSON.parse(JSON.stringify(change)))).toEqual({
      change: 'raised',
      alarm: {
        id: 'p-1/asystole/1764000000000000',
        kind: 'asystole',
        title: 'Asystole',
        technical: false,
        priority: 'high',
        state: 'active',
        changeNumber: 1,
        raisedAt: '2025-11-24T16:00:00.000Z',
        changedAt: '2025-11-24T16:00:00.000Z',
        measure: { value: 6.5, unit: 's' },
        lead: 'II',
      },
      patient: { id: 'p-1', ward: 'ICU', bed: '3' },
    });
  });

  it.each<[string, Partial<AlarmEvent>, Parameters<typeof alarmChangeOf>[1]['previous']]>([
    ['raised', {}, undefined],
    ['raised', { changeNumber: 3 }, { state: 'latched', priority: 'high' }],
    ['raised', { changeNumber: 3 }, { state: 'resolved', priority: 'medium' }],
    ['priority-changed', { changeNumber: 2 }, { state: 'active', priority: 'medium' }],
    ['acknowledged', { changeNumber: 2, state: 'acknowledged' }, { state: 'active', priority: 'high' }],
    ['latched', { changeNumber: 2, state: 'latched' }, { state: 'active', priority: 'high' }],
    ['resolved', { changeNumber: 2, state: 'resolved' }, { state: 'latched', priority: 'high' }],
    ['escalated', { changeNumber: 2, escalated: true }, { state: 'active', priority: 'high' }],
    ['updated', { changeNumber: 3, escalated: true }, { state: 'active', priority: 'high', escalated: true }],
    ['updated', { changeNumber: 2 }, { state: 'active', priority: 'high' }],
  ])('is %s by what it was before', (kind, fields, previous) => {
    expect(alarmChangeOf(alarmEvent(fields), previous === undefined ? {} : { previous }).change).toBe(kind);
  });

  it("corrects the time of a device whose clock is wrong, but not that of a person's act", () => {
    const event = alarmEvent();
    const evidence = { ...event.evidence, arrivedUs: event.evidence.toUs + 3_600_000_000 };
    expect(alarmChangeOf({ ...event, evidence }, {}).alarm).toMatchObject({
      raisedAt: '2025-11-24T17:00:00.000Z',
      changedAt: '2025-11-24T17:00:00.000Z',
    });
    const byKim = { ...event, evidence, actor: 'Kim', timeUs: 1_764_003_660_000_000 };
    expect(alarmChangeOf(byKim, {})).toMatchObject({
      actor: 'Kim',
      alarm: { raisedAt: '2025-11-24T17:00:00.000Z', changedAt: '2025-11-24T17:01:00.000Z' },
    });
  });

  it('has one id for a receiver, whoever computes it', () => {
    const event = alarmEvent();
    expect(deliveryIdOf('pager', event)).toBe(deliveryIdOf('pager', { ...event }));
    expect(deliveryIdOf('pager', event)).toMatch(/^[0-9a-f]{20}$/);
    const others = [
      deliveryIdOf('other', event),
      deliveryIdOf('pager', { ...event, changeNumber: 2 }),
      deliveryIdOf('pager', { ...event, state: 'latched' }),
    ];
    expect(new Set([deliveryIdOf('pager', event), ...others]).size).toBe(4);
  });
});

describe('what a receiver is told', () => {
  const receiver = (fields: object) => {
    const url = 'https://pager.example';
    const webhook = { name: 'pager', type: 'webhook', url, secrets: [`whsec_${'A'.repeat(32)}`], ...fields };
    return receiversOf({ receivers: [webhook] }, 'receivers.json')[0]!;
  };
  const raised = alarmChangeOf(alarmEvent({ priority: 'medium' }), { ward: 'ICU' });

  it.each<[string, object, boolean]>([
    ['everything by default', {}, true],
    ['its priority and above', { minPriority: 'medium' }, true],
    ['nothing below', { minPriority: 'high' }, false],
    ['its wards', { wards: ['ICU', 'CCU'] }, true],
    ['no other', { wards: ['CCU'] }, false],
    ['its kinds', { kinds: ['asystole'] }, true],
    ['none of the others', { kinds: ['pause'] }, false],
    ['the changes that it asks for', { changes: ['resolved'] }, false],
  ])('is %s', (_, fields, wanted) => {
    expect(isWanted(raised, receiver(fields))).toBe(wanted);
  });

  it('is that an alarm has sunk below its priority, but no new evidence and nothing technical unless it asks', () => {
    const sunk = {
      ...raised,
      change: 'priority-changed',
      previous: { state: 'active', priority: 'high' },
    } as const;
    expect(isWanted(sunk, receiver({ minPriority: 'high' }))).toBe(true);
    expect(isWanted({ ...raised, change: 'updated' }, receiver({}))).toBe(false);
    const technical = alarmChangeOf(alarmEvent({ kind: 'lead-off' }), {});
    expect(isWanted(technical, receiver({}))).toBe(true);
    expect(isWanted(technical, receiver({ technical: false }))).toBe(false);
    expect(isWanted(technical, receiver({ wards: ['ICU'] }))).toBe(false);
  });
});
