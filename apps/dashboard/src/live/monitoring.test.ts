import type { PatientId, SystemNotice } from '@beatwatch/contracts';
import { describe, expect, it } from 'vitest';
import { Monitoring } from './monitoring.ts';

const serverTimeMs = 1.8e12;
const id = 'p1' as PatientId;
const interrupted: SystemNotice = {
  noticeId: 'monitoring-interrupted',
  severity: 'interrupted',
  state: 'open',
  sinceUs: 1.7e15,
  timeUs: 1.7e15,
  source: 'gateway',
  text: 'The database does not answer.',
};
const tick = { serverTimeMs, notices: [] };

/** Checks every half second, as the page does. */
function checkFor(monitoring: Monitoring, fromMs: number, toMs: number): void {
  for (let nowMs = fromMs; nowMs <= toMs; nowMs += 500) monitoring.check(nowMs);
}

describe('what a page knows of the monitoring', () => {
  it('is cut off 2 s after the last tick, since that tick, until the next one', () => {
    const monitoring = new Monitoring(0);
    monitoring.heard(tick, 1000, true);
    checkFor(monitoring, 0, 2500);
    expect(monitoring.view.cutOff).toBeUndefined();
    checkFor(monitoring, 3000, 3500);
    expect(monitoring.view.cutOff).toEqual({ sinceMs: serverTimeMs });
    monitoring.heard({ ...tick, serverTimeMs: serverTimeMs + 9000 }, 10_000, false);
    expect(monitoring.view.cutOff).toBeUndefined();
  });

  it('is cut off where nothing comes within 5 s of its opening', () => {
    const monitoring = new Monitoring(0);
    checkFor(monitoring, 0, 5000);
    expect(monitoring.view.cutOff).toBeUndefined();
    checkFor(monitoring, 5500, 5500);
    expect(monitoring.view.cutOff).toEqual({});
  });

  it('is not called cut off by a check that was held up, as long as that is once', () => {
    const monitoring = new Monitoring(0);
    monitoring.heard(tick, 0, true);
    monitoring.check(500);
    monitoring.check(6000);
    expect(monitoring.view.cutOff).toBeUndefined();
    monitoring.check(12_000);
    expect(monitoring.view.cutOff).toEqual({ sinceMs: serverTimeMs });
  });

  it('shows an open notice until its end, and that for a minute', () => {
    const monitoring = new Monitoring(0);
    monitoring.heard({ ...tick, notices: [interrupted] }, 0, true);
    expect(monitoring.view.notices).toEqual([interrupted]);
    const ended: SystemNotice = { ...interrupted, state: 'ended' };
    monitoring.heard({ ...tick, notices: [ended] }, 1000, false);
    expect(monitoring.view.notices).toEqual([ended]);
    for (let nowMs = 1500; nowMs <= 61_500; nowMs += 500) {
      monitoring.heard(tick, nowMs, false);
      monitoring.check(nowMs);
    }
    expect(monitoring.view.notices).toEqual([]);
  });

  it('knows who is not judged from the last message that says so', () => {
    const monitoring = new Monitoring(0);
    monitoring.heard({ ...tick, unjudged: [{ patientId: id, sinceMs: 7 }] }, 0, true);
    monitoring.heard(tick, 100, false);
    expect(monitoring.unjudgedSinceMs(id)).toBe(7);
    monitoring.heard({ ...tick, unjudged: [] }, 200, false);
    expect(monitoring.unjudgedSinceMs(id)).toBeUndefined();
  });

  it('is the same view while nothing changes', () => {
    const monitoring = new Monitoring(0);
    monitoring.heard({ ...tick, notices: [interrupted] }, 0, true);
    const before = monitoring.view;
    monitoring.heard(tick, 100, false);
    monitoring.check(500);
    expect(monitoring.view).toBe(before);
  });
});
