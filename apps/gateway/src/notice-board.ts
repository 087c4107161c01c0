import { noticeKeptMs, type SystemNotice } from '@beatwatch/contracts';

const severityOrder = { interrupted: 0, warning: 1, information: 2 } as const;

/** An ended notice is still sent to pages that open then: staff read why the screen was wrong a moment ago. */
const endedShownMs = 60_000;
const maxNotices = 500;

interface Heard {
  readonly notice: SystemNotice;
  /** When it was said last, on the gateway's or the log's clock: that of whoever says it may be wrong. */
  readonly heardMs: number;
  /** It has ended since nobody has repeated it. */
  readonly isOutdated?: boolean;
}

/** The system notices that are open, or have just ended. */
export class NoticeBoard {
  readonly #notices = new Map<string, Heard>();

  /** Those shown now, the most severe first, then the longest open. */
  get current(): readonly SystemNotice[] {
    return this.#sorted();
  }

  /**
   * Ends the open notices that nobody has repeated for 30 s, since the process that opened them is gone, and forgets those
   * that have ended a minute ago.
   * @returns the ends
   */
  endOutdated(nowMs: number): readonly SystemNotice[] {
    const ends: SystemNotice[] = [];
    for (const [id, { notice, heardMs }] of this.#notices) {
      if (notice.state === 'ended') {
        if (nowMs - heardMs >= endedShownMs) this.#notices.delete(id);
      } else if (nowMs - heardMs >= noticeKeptMs) {
        const end: SystemNotice = { ...notice, state: 'ended', timeUs: Math.round(nowMs * 1000) };
        this.#notices.set(id, { notice: end, heardMs: nowMs, isOutdated: true });
        ends.push(end);
      }
    }
    return ends;
  }

  /**
   * Takes a notice, unless a later one of its id is known or it was said too long ago. With 500 on the board the least severe
   * gives way.
   * @param saidMs when the log has received it. Default: now
   * @returns false where nothing changed for the screen
   */
  apply(notice: SystemNotice, nowMs: number, saidMs = nowMs): boolean {
    const heardMs = Math.min(saidMs, nowMs);
    const known = this.#notices.get(notice.noticeId);
    if (known !== undefined && !known.isOutdated && known.notice.timeUs > notice.timeUs) return false;
    const isOver = notice.state === 'ended' || nowMs - heardMs >= noticeKeptMs;
    if (isOver && known?.notice.state !== 'open') return false;
    this.#notices.set(notice.noticeId, { notice, heardMs });
    if (this.#notices.size > maxNotices) {
      const least = this.#sorted().at(-1);
      if (least !== undefined) this.#notices.delete(least.noticeId);
    }
    return known === undefined || !looksLike(known.notice, notice);
  }

  #sorted(): SystemNotice[] {
    return [...this.#notices.values()]
      .map(({ notice }) => notice)
      .sort(
        (a, b) =>
          (a.state === 'open' ? 0 : 1) - (b.state === 'open' ? 0 : 1) ||
          severityOrder[a.severity] - severityOrder[b.severity] ||
          a.sinceUs - b.sinceUs,
      );
  }
}

/** A repeat differs in its time alone. */
const looksLike = (a: SystemNotice, b: SystemNotice): boolean =>
  a.state === b.state && a.severity === b.severity && a.text === b.text && a.sinceUs === b.sinceUs;
