import type { SystemNotice } from '@beatwatch/contracts';

const severityOrder = { interrupted: 0, warning: 1, information: 2 } as const;

/** An ended notice is still sent to pages that open then: staff read why the screen was wrong a moment ago. */
const endedShownMs = 60_000;
/** Whoever opened it is gone: an open notice is repeated every hour. */
const openKeptMs = 24 * 3600_000;
const maxNotices = 500;

/** Whether a notice is still shown at a time. */
function isCurrent({ state, timeUs }: SystemNotice, nowMs: number): boolean {
  return nowMs - timeUs / 1000 < (state === 'open' ? openKeptMs : endedShownMs);
}

/** The system notices that are open, or have just ended. */
export class NoticeBoard {
  readonly #notices = new Map<string, SystemNotice>();

  /** Those shown now, the most severe first, then the longest open. */
  current(nowMs: number): readonly SystemNotice[] {
    for (const notice of this.#notices.values()) {
      if (!isCurrent(notice, nowMs)) this.#notices.delete(notice.noticeId);
    }
    return this.#sorted();
  }

  /**
   * Takes a notice, unless a later one of its id is known or it is too old to be shown. With 500 on the board the least
   * severe gives way.
   * @returns false where nothing changed for the screen
   */
  apply(notice: SystemNotice, nowMs: number): boolean {
    const known = this.#notices.get(notice.noticeId);
    if (known !== undefined && known.timeUs > notice.timeUs) return false;
    if (known === undefined && (notice.state === 'ended' || !isCurrent(notice, nowMs))) return false;
    this.#notices.set(notice.noticeId, notice);
    if (this.#notices.size > maxNotices) {
      const least = this.#sorted().at(-1);
      if (least !== undefined) this.#notices.delete(least.noticeId);
    }
    return known === undefined || !looksLike(known, notice);
  }

  #sorted(): SystemNotice[] {
    return [...this.#notices.values()].sort(
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
