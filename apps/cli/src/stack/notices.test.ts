import type { SystemNotice } from '@beatwatch/contracts';
import { describe, expect, it } from 'vitest';
import { reportDisk } from './disk/disk-notices.ts';
import { Notices, type NoticeRecipient } from './notices.ts';
import { reportParts } from './part-notices.ts';

function fakeApp(): { readonly app: NoticeRecipient; readonly notices: SystemNotice[] } {
  const notices: SystemNotice[] = [];
  return { app: (notice) => notices.push(notice), notices };
}

describe('the notices of the start command', () => {
  it('reach the gateway at once, and one that started since', () => {
    let nowMs = 1000;
    const notices = new Notices(() => nowMs);
    const first = fakeApp();
    notices.attach('gateway', first.app);
    const terminal: string[] = [];
    const events = reportParts({
      notices,
      instances: { ingest: 1, scorer: 1 },
      onStep: (line) => terminal.push(line),
      onRestart: () => undefined,
    });
    events.onEnd('database', 'SIGKILL');
    nowMs = 3000;
    const second = fakeApp();
    notices.attach('gateway', second.app);
    expect(second.notices).toMatchObject([
      { noticeId: 'database-down', severity: 'interrupted', state: 'open', sinceUs: 1_000_000 },
    ]);
    events.onRestart('database');
    expect(second.notices.at(-1)).toMatchObject({ state: 'ended', sinceUs: 1_000_000, timeUs: 3_000_000 });
    expect(first.notices.length).toBe(1);
    expect(terminal).toEqual(['database ended unexpectedly (SIGKILL); restarting it', 'database runs again']);
    notices.stop();
  });

  it('say when a part keeps ending, with the end of its log on the terminal', () => {
    const notices = new Notices(() => 0);
    const { app, notices: sent } = fakeApp();
    notices.attach('gateway', app);
    const terminal: string[] = [];
    const events = reportParts({
      notices,
      instances: { ingest: 1, scorer: 1 },
      onStep: (line) => terminal.push(line),
      onRestart: () => undefined,
    });
    events.onEnd('scorer', 'exit code 1');
    events.onEnd('scorer', 'exit code 1', 'a table\nis missing');
    expect(sent.at(-1)?.text).toBe(
      'The scorer is restarting: patients are not being judged. It keeps ending (exit code 1).',
    );
    expect(terminal.at(-1)).toBe('scorer keeps ending; its log ends:\na table\nis missing');
    notices.stop();
  });

  it('say of one among several processes that its own patients wait', () => {
    const notices = new Notices(() => 0);
    const { app, notices: sent } = fakeApp();
    notices.attach('gateway', app);
    const events = reportParts({
      notices,
      instances: { ingest: 1, scorer: 3 },
      onStep: () => undefined,
      onRestart: () => undefined,
    });
    events.onEnd('scorer-2', 'SIGKILL');
    events.onEnd('scorer', 'SIGKILL');
    expect(new Set(sent.map(({ text }) => text))).toEqual(
      new Set(['One of 3 processes of scorer is restarting: its patients are not being judged.']),
    );
    events.onRestart('scorer-2');
    expect(sent.at(-1)).toMatchObject({ noticeId: 'scorer-2-down', state: 'ended' });
    notices.stop();
  });

  it('say how much room the disk has and what that means, in one notice that ends', () => {
    const notices = new Notices(() => 0);
    const { app, notices: sent } = fakeApp();
    notices.attach('gateway', app);
    const report = reportDisk(notices, () => undefined);
    const space = { freeBytes: 2 ** 30, totalBytes: 20 * 2 ** 30 };
    for (const level of ['low', 'short', 'full', 'enough'] as const) report(level, space);
    expect(sent.map(({ severity, state }) => `${severity} ${state}`)).toEqual([
      'warning open',
      'warning open',
      'interrupted open',
      'interrupted ended',
    ]);
    expect(new Set(sent.map(({ noticeId }) => noticeId))).toEqual(new Set(['disk-low']));
    expect(sent[1]?.text).toContain('1.0 of 20.0 GiB are free: waveforms are no longer stored');
    notices.stop();
  });
});
