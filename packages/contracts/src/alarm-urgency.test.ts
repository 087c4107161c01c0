import { describe, expect, it } from 'vitest';
import { byUrgency, mostUrgent } from './alarm-urgency.ts';
import type { AlarmEvent } from './messages.ts';

const alarm = (
  state: AlarmEvent['state'],
  kind: AlarmEvent['kind'],
  priority: AlarmEvent['priority'],
  raisedTimeUs = 0,
): AlarmEvent => ({ state, kind, priority, raisedTimeUs, evidence: {} }) as AlarmEvent;

describe('the urgency of open alarms', () => {
  it('puts what sounds first, then what nobody has seen, and the technical ones last', () => {
    const sorted = [
      alarm('acknowledged', 'asystole', 'high', 9),
      alarm('active', 'no-data', 'medium', 8),
      alarm('active', 'bigeminy', 'low', 7),
      alarm('latched', 'asystole', 'high', 6),
      alarm('active', 'ventricular-run', 'medium', 1),
      alarm('active', 'ventricular-run', 'medium', 2),
      alarm('active', 'asystole', 'high', 0),
    ].sort(byUrgency);
    expect(sorted.map(({ state, kind, raisedTimeUs }) => `${state} ${kind} ${raisedTimeUs}`)).toEqual([
      'active asystole 0',
      'active ventricular-run 2',
      'active ventricular-run 1',
      'latched asystole 6',
      'active bigeminy 7',
      'acknowledged asystole 9',
      'active no-data 8',
    ]);
  });

  it('hides no alarm of high priority behind any number of others, be they newer', () => {
    const fibrillation = alarm('acknowledged', 'ventricular-fibrillation', 'high', 1);
    const high = Array.from({ length: 30 }, (_, index) => alarm('active', 'asystole', 'high', index));
    const others = Array.from({ length: 5000 }, (_, index) =>
      alarm('active', index % 2 === 0 ? 'no-data' : 'ventricular-run', 'medium', 100 + index),
    );
    const shown = mostUrgent([...others, fibrillation, ...high], 10);
    expect(shown).toHaveLength(41);
    expect(shown.filter(({ priority }) => priority === 'high')).toHaveLength(31);
    expect(shown.slice(0, 30).every(({ kind }) => kind === 'asystole')).toBe(true);
    expect(shown).toContain(fibrillation);
  });
});
