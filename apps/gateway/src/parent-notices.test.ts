import { describe, expect, it } from 'vitest';
import { noticeOfMessage } from './parent-notices.ts';
import { notice } from './test-messages.ts';

describe('a message of the parent process', () => {
  it('carries a notice', () => {
    const sent = notice('database-down');
    expect(noticeOfMessage(structuredClone({ type: 'system-notice', notice: sent }))).toEqual(sent);
  });

  it.each([
    ['ready'],
    [undefined],
    [{ type: 'system-notice' }],
    [{ type: 'system-notice', notice: null }],
    [{ type: 'system-notice', notice: { noticeId: 7 } }],
    [{ type: 'system-notice', notice: { ...notice('x'), sinceUs: 1.5 } }],
    [{ type: 'system-notice', notice: { ...notice('x'), severity: 'bad' } }],
    [{ type: 'other', notice: notice('x') }],
  ])('is passed over where it is something else: %j', (message) => {
    expect(noticeOfMessage(message)).toBeUndefined();
  });
});
