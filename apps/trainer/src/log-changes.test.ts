import type { Logger } from '@beatwatch/service-kit';
import { expect, it } from 'vitest';
import { logChanges } from './log-changes.ts';

it('logs an error that comes again and again once a minute, and another one at once', () => {
  const lines: unknown[] = [];
  const logger = { warn: ({ error }: { error: string }) => lines.push(error) } as unknown as Logger;
  let nowMs = 0;
  const log = logChanges(logger, 'goes on', () => nowMs);
  for (nowMs = 0; nowMs < 90_000; nowMs += 1000) log(new Error('the database is away'));
  log(new Error('no such table'));
  log(new Error('the database is away'));
  expect(lines).toEqual([
    'the database is away',
    'the database is away',
    'no such table',
    'the database is away',
  ]);
});
