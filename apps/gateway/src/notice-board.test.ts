import type { SystemNotice } from '@beatwatch/contracts';
import { describe, expect, it } from 'vitest';
import { NoticeBoard } from './notice-board.ts';
import { notice, startUs } from './test-messages.ts';

const startMs = startUs / 1000;
const ids = (notices: readonly SystemNotice[]): string[] => notices.map(({ noticeId }) => noticeId);

describe('the board of system notices', () => {
  it('lists open ones by severity, then by age, ended ones last', () => {
    const board = new NoticeBoard();
    board.apply(notice('spoiled', { severity: 'warning' }), startMs);
    board.apply(notice('late', { sinceUs: startUs + 5 }), startMs);
    board.apply(notice('early'), startMs);
    board.apply(notice('over'), startMs);
    board.apply(notice('over', { state: 'ended', timeUs: startUs + 1 }), startMs);
    expect(ids(board.current)).toEqual(['early', 'late', 'spoiled', 'over']);
  });

  it('says nothing new for a repeat, and ignores a notice older than the known one', () => {
    const board = new NoticeBoard();
    expect(board.apply(notice('a'), startMs)).toBe(true);
    expect(board.apply(notice('a', { timeUs: startUs + 60e6 }), startMs + 60e3)).toBe(false);
    expect(board.apply(notice('a', { state: 'ended' }), startMs + 60e3)).toBe(false);
    expect(board.apply(notice('a', { state: 'ended', timeUs: startUs + 61e6 }), startMs + 61e3)).toBe(true);
  });

  it('shows the end of one that was known for a minute, and of others not at all', () => {
    const board = new NoticeBoard();
    expect(board.apply(notice('unknown', { state: 'ended' }), startMs)).toBe(false);
    board.apply(notice('a'), startMs);
    board.apply(notice('a', { state: 'ended' }), startMs);
    board.endOutdated(startMs + 59e3);
    expect(ids(board.current)).toEqual(['a']);
    board.endOutdated(startMs + 61e3);
    expect(ids(board.current)).toEqual([]);
  });

  it('ends an open one that nobody has repeated for 30 s, and says so', () => {
    const board = new NoticeBoard();
    board.apply(notice('a'), startMs);
    board.apply(notice('a'), startMs + 20e3);
    expect(board.endOutdated(startMs + 49e3)).toEqual([]);
    expect(board.endOutdated(startMs + 51e3)).toMatchObject([{ noticeId: 'a', state: 'ended' }]);
    expect(board.endOutdated(startMs + 52e3)).toEqual([]);
  });

  it('keeps the most severe of many', () => {
    const board = new NoticeBoard();
    board.apply(notice('database-down'), startMs);
    for (let index = 0; index < 2000; index += 1) {
      board.apply(notice(`state-unreadable/scorer/p${index}`, { severity: 'warning' }), startMs);
    }
    expect(board.current).toHaveLength(500);
    expect(board.current[0]?.noticeId).toBe('database-down');
  });
});
