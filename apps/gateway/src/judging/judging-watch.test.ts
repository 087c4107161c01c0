import { topics, type JudgingPart } from '@beatwatch/contracts';
import { describe, expect, it } from 'vitest';
import { patient } from '../test-messages.ts';
import { JudgingWatch } from './judging-watch.ts';

const topicOf = { ingest: topics.packets, scorer: topics.beats };

/** A message of a patient arrives, or a part reports the offset that it has reached. */
type Act = (part: JudgingPart, patientOrOffset: string | number, nowMs: number, partition?: number) => void;

function begin(): { readonly watch: JudgingWatch; readonly receive: Act; readonly report: Act } {
  const watch = new JudgingWatch();
  const offsets = new Map<string, number>();
  return {
    watch,
    receive: (part, id, nowMs, partition = 0) => {
      const key = `${part}/${partition}`;
      const offset = offsets.get(key) ?? 0;
      offsets.set(key, offset + 1);
      watch.received({ part, patientId: patient(String(id)), partition, offset }, nowMs);
    },
    report: (part, nextOffset, nowMs, partition = 0) => {
      const positions = [{ topic: topicOf[part], partition, nextOffset: Number(nextOffset) }];
      watch.reported({ part, timeUs: 1.7e15, positions, waitingMs: 0 }, nowMs);
    },
  };
}

describe('the watch over judging', () => {
  it('lets nobody wait while ingest and scorer keep up', () => {
    const { watch, receive, report } = begin();
    for (let index = 0; index < 100; index += 1) {
      receive('ingest', 'p1', index * 300);
      receive('scorer', 'p1', index * 300);
      report('ingest', index + 1, index * 300);
      report('scorer', index + 1, index * 300);
    }
    expect(watch.waiting()).toEqual([]);
    expect(watch.countPatients(30_000)).toBe(1);
    expect(watch.countPatients(70_000)).toBe(0);
  });

  it('says which part a patient waits for, and since when', () => {
    const { watch, receive, report } = begin();
    receive('ingest', 'p1', 0);
    report('ingest', 1, 100);
    receive('scorer', 'p1', 200);
    receive('ingest', 'p1', 300);
    report('ingest', 2, 400);
    for (let nowMs = 600; nowMs < 5000; nowMs += 300) {
      receive('ingest', 'p1', nowMs);
      report('ingest', 1000, nowMs);
    }
    expect(watch.waiting()).toEqual([{ patientId: 'p1', sinceMs: 200, part: 'scorer' }]);
  });

  it('finds those of one partition alone, whose owner has died', () => {
    const { watch, receive, report } = begin();
    for (let nowMs = 0; nowMs < 9000; nowMs += 300) {
      receive('ingest', 'p1', nowMs, 0);
      receive('ingest', 'p2', nowMs, 1);
      report('ingest', nowMs / 300 + 1, nowMs, 1);
    }
    expect(watch.waiting()).toEqual([{ patientId: 'p1', sinceMs: 0, part: 'ingest' }]);
    expect(watch.countPatients(9000)).toBe(2);
  });

  it('lets a patient who came during an outage wait since then, and all less as it is caught up', () => {
    const { watch, receive, report } = begin();
    for (let nowMs = 0; nowMs <= 30_000; nowMs += 1000) {
      receive('ingest', 'p1', nowMs);
      if (nowMs === 20_000) receive('ingest', 'p2', nowMs);
    }
    expect(watch.waiting().map(({ sinceMs }) => sinceMs)).toEqual([0, 20_000]);
    report('ingest', 10, 31_000);
    expect(watch.waiting().map(({ sinceMs }) => sinceMs)).toEqual([10_000, 20_000]);
    expect(watch.report('ingest')).toMatchObject({ heardMs: 31_000, advancedMs: 31_000 });
    report('ingest', 28, 32_000);
    expect(watch.waiting().map(({ patientId }) => patientId)).toEqual(['p1']);
    expect(watch.messagesWaiting('ingest')).toBe(4);
    report('ingest', 32, 33_000);
    expect(watch.waiting()).toEqual([]);
  });

  it('forgets those who have gone, and watches a bounded number', () => {
    const { watch, receive, report } = begin();
    for (let index = 0; index < 25_000; index += 1) receive('ingest', `p${index}`, 0);
    expect(watch.countPatients(0)).toBe(20_000);
    report('ingest', 25_000, 100);
    expect(watch.waiting()).toEqual([]);
    expect(watch.countPatients(31_000)).toBe(0);
  });
});
