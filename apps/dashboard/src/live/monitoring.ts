import type { PatientId, SystemNotice } from '@beatwatch/contracts';
import type { UnjudgedPatient } from '@beatwatch/live-protocol';

/** The gateway sends ten ticks a second, also when there is nothing to say. */
const cutOffAfterMs = 2000;
/** A page that has just opened may take longer to connect. */
const unconnectedAfterMs = 5000;
/** A check that comes so late was held up itself: what has arrived meanwhile is read first. */
const heldUpMs = 1500;
const endedShownMs = 60_000;

export interface CutOff {
  /** When the last tick was sent, on the gateway's clock; absent where none has come since the page opened. */
  readonly sinceMs?: number;
}

/** What a page knows of the way between the patients and itself. */
export interface MonitoringView {
  /** No tick comes: nothing on the page is current. */
  readonly cutOff?: CutOff;
  /** Notices that are open, or have ended in the last minute, as the gateway orders them. */
  readonly notices: readonly SystemNotice[];
}

interface Known {
  readonly notice: SystemNotice;
  readonly readMs: number;
}

/** Times of `nowMs` are of a monotonic clock. */
export class Monitoring {
  readonly #openedMs: number;
  #heard: { readonly serverTimeMs: number; readonly readMs: number } | undefined;
  #checkedMs: number;
  #wasHeldUp = false;
  #resumedMs = Number.NEGATIVE_INFINITY;
  #notices = new Map<string, Known>();
  #unjudged: ReadonlyMap<PatientId, number> = new Map();
  #view: MonitoringView = { notices: [] };

  constructor(nowMs: number) {
    this.#openedMs = nowMs;
    this.#checkedMs = nowMs;
  }

  get view(): MonitoringView {
    return this.#view;
  }

  /** Since when a patient is not being judged, on the gateway's clock; undefined where all is judged. */
  unjudgedSinceMs(id: PatientId): number | undefined {
    return this.#unjudged.get(id);
  }

  /** Time since ticks came again after the page was cut off; infinite where it never was. */
  resumedForMs(nowMs: number): number {
    return nowMs - this.#resumedMs;
  }

  /** A snapshot replaces all that was known, a tick changes it. */
  heard(
    message: {
      readonly serverTimeMs: number;
      readonly notices: readonly SystemNotice[];
      readonly unjudged?: readonly UnjudgedPatient[];
    },
    nowMs: number,
    isSnapshot: boolean,
  ): void {
    this.#heard = { serverTimeMs: message.serverTimeMs, readMs: nowMs };
    if (this.#view.cutOff !== undefined) this.#resumedMs = nowMs;
    if (isSnapshot) this.#notices = new Map();
    for (const notice of message.notices) this.#notices.set(notice.noticeId, { notice, readMs: nowMs });
    if (message.unjudged !== undefined) {
      this.#unjudged = new Map(message.unjudged.map(({ patientId, sinceMs }) => [patientId, sinceMs]));
    }
    if (isSnapshot || message.notices.length > 0 || this.#view.cutOff !== undefined)
      this.#renew(undefined, nowMs);
  }

  /** To be called regularly: that nothing comes is noticed by the clock alone. */
  check(nowMs: number): void {
    const isHeldUp = nowMs - this.#checkedMs > heldUpMs && !this.#wasHeldUp;
    this.#checkedMs = nowMs;
    this.#wasHeldUp = isHeldUp;
    if (isHeldUp) return;
    this.#renew(this.#cutOffAt(nowMs), nowMs);
  }

  #cutOffAt(nowMs: number): CutOff | undefined {
    const heard = this.#heard;
    if (heard === undefined) return nowMs - this.#openedMs > unconnectedAfterMs ? {} : undefined;
    return nowMs - heard.readMs > cutOffAfterMs ? { sinceMs: heard.serverTimeMs } : undefined;
  }

  #renew(cutOff: CutOff | undefined, nowMs: number): void {
    const shown = [...this.#notices.values()]
      .filter(({ notice, readMs }) => notice.state === 'open' || nowMs - readMs < endedShownMs)
      .map(({ notice }) => notice);
    const before = this.#view;
    const sameNotices =
      shown.length === before.notices.length &&
      shown.every((notice, index) => notice === before.notices[index]);
    if (sameNotices && cutOff?.sinceMs === before.cutOff?.sinceMs && !cutOff === !before.cutOff) return;
    this.#view = { notices: sameNotices ? before.notices : shown, ...(cutOff && { cutOff }) };
  }
}
