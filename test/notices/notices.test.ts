import { decodeSystemNotice, patientId, topics, type SystemNotice } from '@beatwatch/contracts';
import { createLogger } from '@beatwatch/service-kit';
import type { MessageStream } from '@beatwatch/stream';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { reportDisk } from '../../apps/cli/src/stack/disk/disk-notices.ts';
import { Notices } from '../../apps/cli/src/stack/notices.ts';
import { reportParts } from '../../apps/cli/src/stack/part-notices.ts';
import { german } from '../../apps/dashboard/src/texts/german/german.ts';
import { JudgingMonitor } from '../../apps/gateway/src/judging/judging-monitor.ts';
import { NoticeBoard } from '../../apps/gateway/src/notice-board.ts';
import { deadLetter } from '../../packages/stream-processor/src/dead-letters.ts';
import { IsolationReports } from '../../packages/stream-processor/src/isolation-reports.ts';

type Send = (notice: SystemNotice) => void;
/** Opens a notice as its process does. @returns what the system does with a process that is killed: its timers are gone */
type Opener = (send: Send, nowMs: () => number) => () => void;

const ofStart =
  (open: (notices: Notices) => void): Opener =>
  (send, nowMs) => {
    const notices = new Notices(nowMs);
    notices.attach('gateway', send);
    open(notices);
    return () => {
      notices.stop();
    };
  };
const downOf = (part: string): Opener =>
  ofStart((notices) => {
    const instances = { ingest: 2, scorer: 1 };
    const events = reportParts({ notices, instances, onStep: () => undefined, onRestart: () => undefined });
    events.onEnd(part, 'SIGKILL');
  });
const ofProcessor =
  (name: 'ingest' | 'scorer', report: (reports: IsolationReports) => void): Opener =>
  (send, nowMs) => {
    const producer = {
      send: (topic: string, messages: readonly { readonly value: Uint8Array }[]) => {
        if (topic === topics.systemNotices) for (const { value } of messages) send(decodeSystemNotice(value));
        return Promise.resolve();
      },
      stop: () => Promise.resolve(),
    };
    const stream = { producer: () => Promise.resolve(producer) } as unknown as MessageStream;
    const reports = new IsolationReports({
      name,
      stream,
      logger: createLogger('test', 'silent'),
      now: nowMs,
    });
    void reports.start().then(() => {
      report(reports);
    });
    return () => void reports.stop();
  };

const kinds: readonly (readonly [id: string, Opener])[] = [
  ...['database', 'broker', 'ingest', 'ingest-2', 'scorer', 'gateway', 'dashboard', 'simulator'].map(
    (part) => [`${part}-down`, downOf(part)] as const,
  ),
  [
    'disk-low',
    ofStart((notices) => {
      reportDisk(notices, () => undefined)('full', { freeBytes: 1, totalBytes: 1e9 });
    }),
  ],
  [
    `message-passed-over/ingest/${topics.packets}`,
    ofProcessor('ingest', (reports) => {
      const message = { key: Buffer.from('p-1'), value: Buffer.from('junk'), offset: 7, timestampMs: 1 };
      const batch = { topic: topics.packets, partition: 0, messages: [message] };
      void reports.isolated([deadLetter(batch, message, new Error('no'), 1.7e15)]);
    }),
  ],
  [
    'state-unreadable/scorer/p-1',
    ofProcessor('scorer', (reports) => {
      reports.begunAnew(patientId('p-1'), new Error('garbage'));
    }),
  ],
  [
    'monitoring-interrupted',
    (send, nowMs) => {
      const monitor = new JudgingMonitor({
        pingBroker: () => Promise.resolve(),
        notices: () => [],
        onNotice: send,
        onUnjudged: () => undefined,
        now: nowMs,
      });
      monitor.start();
      const place = { part: 'ingest', patientId: patientId('p-1'), partition: 0 } as const;
      let offset = 0;
      const packets = setInterval(() => {
        monitor.received({ ...place, offset });
        offset += 1;
      }, 300);
      return () => {
        clearInterval(packets);
        monitor.stop();
      };
    },
  ],
];

describe('a system notice belongs to the process that opened it', () => {
  let board: NoticeBoard;
  let told: SystemNotice[];
  const hear: Send = (notice) => {
    if (board.apply(notice, Date.now())) told.push(notice);
  };
  const stateOf = (id: string) => board.current.find(({ noticeId }) => noticeId === id)?.state;
  /** As the gateway, ten times a second. */
  const pass = async (seconds: number): Promise<void> => {
    for (let tick = 0; tick < seconds * 10; tick += 1) {
      await vi.advanceTimersByTimeAsync(100);
      told.push(...board.endOutdated(Date.now()));
    }
  };

  beforeEach(() => {
    vi.useFakeTimers();
    board = new NoticeBoard();
    told = [];
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it.each(kinds)(
    '%s: on the screen within 10 s and while it lives, off it 30 s after its death',
    async (id, open) => {
      const kill = open(hear, () => Date.now());
      await pass(10);
      expect(stateOf(id)).toBe('open');
      await pass(300);
      expect(stateOf(id)).toBe('open');
      // Pages hear nothing of repeats.
      expect(told.filter(({ noticeId }) => noticeId === id).length).toBeLessThan(3);
      kill();
      await pass(31);
      expect(told.at(-1)).toMatchObject({ noticeId: id, state: 'ended' });
      expect(stateOf(id)).toBe('ended');
      await pass(61);
      expect(stateOf(id)).toBeUndefined();
    },
  );

  it.each(kinds)(
    '%s: a process in its place may say it again at once, though its clock is behind',
    async (id, open) => {
      const kill = open(hear, () => Date.now());
      await pass(20);
      kill();
      await pass(32);
      const killAgain = open(hear, () => Date.now() - 3_600_000);
      await pass(10);
      expect(stateOf(id)).toBe('open');
      killAgain();
      await pass(31);
      expect(stateOf(id)).toBe('ended');
    },
  );

  it.each(kinds)('%s: is said in German', async (id, open) => {
    const kill = open(hear, () => Date.now());
    await pass(10);
    kill();
    const notice = board.current.find(({ noticeId }) => noticeId === id)!;
    const said = german.shell.monitoring.notice(notice);
    expect(said).not.toBe(notice.text);
    // What an error has said stays as it was.
    expect(said.replace(notice.values?.reason ?? '', '')).not.toMatch(/\b(the|is|are|and)\b|undefined/i);
    // As from an older process, which gives no values, or from a newer one, with other kinds.
    const { noticeId, text, ...rest } = notice;
    expect(german.shell.monitoring.notice({ ...rest, noticeId: 'another-kind', text })).toBe(text);
    const { values: _values, ...older } = notice;
    expect(german.shell.monitoring.notice(older)).not.toContain('undefined');
  });

  it('is not shown again by a gateway that reads the log of yesterday', () => {
    const notice: SystemNotice = {
      noticeId: 'state-unreadable/scorer/p-1',
      severity: 'warning',
      state: 'open',
      sinceUs: 1.7e15,
      timeUs: 1.7e15,
      source: 'scorer',
      text: 'learned anew',
    };
    expect(board.apply(notice, Date.now(), Date.now() - 31_000)).toBe(false);
    expect(board.current).toEqual([]);
    expect(board.apply(notice, Date.now(), Date.now() - 9000)).toBe(true);
  });

  it('of many patients at once are a hundred of one process, those of the last', async () => {
    const kill = ofProcessor('scorer', (reports) => {
      for (let index = 0; index < 1000; index += 1)
        reports.begunAnew(patientId(`p-${index}`), new Error('no'));
    })(hear, () => Date.now());
    await pass(40);
    const open = board.current.filter(({ state }) => state === 'open');
    expect(open).toHaveLength(100);
    expect(open.map(({ noticeId }) => noticeId)).toContain('state-unreadable/scorer/p-999');
    kill();
    await pass(31);
    expect(board.current.filter(({ state }) => state === 'open')).toEqual([]);
  });
});
