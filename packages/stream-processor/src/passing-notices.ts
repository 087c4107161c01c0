import { encodeSystemNotice, noticeText, topics, type SystemNotice } from '@beatwatch/contracts';
import { describeError, type Logger } from '@beatwatch/service-kit';
import type { Producer } from '@beatwatch/stream';

export interface PassingNoticesOptions {
  readonly source: SystemNotice['source'];
  readonly logger: Logger;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** How long a notice of something that has happened is shown. */
const shownMs = 15 * 60_000;
/** Notices that are open at a time: where many patients are concerned, those of the last. */
const mostOpen = 100;

interface Happening {
  readonly notice: SystemNotice;
  untilMs: number;
}

/** System notices of things that have happened once, each shown for a quarter of an hour after the last time. */
export class PassingNotices {
  readonly #options: PassingNoticesOptions;
  readonly #open = new Map<string, Happening>();
  #producer: Pick<Producer, 'send'> | undefined;

  constructor(options: PassingNoticesOptions) {
    this.#options = options;
  }

  start(producer: Pick<Producer, 'send'>): void {
    this.#producer = producer;
  }

  /** Opens a notice, or shows it for longer. */
  report(happened: Pick<SystemNotice, 'noticeId' | 'text' | 'patientId' | 'values'>): void {
    const nowMs = this.#options.now();
    const known = this.#open.get(happened.noticeId);
    const timeUs = Math.round(nowMs * 1000);
    const notice: SystemNotice = {
      ...happened,
      text: noticeText(happened.text),
      severity: 'warning',
      state: 'open',
      source: this.#options.source,
      sinceUs: known?.notice.sinceUs ?? timeUs,
      timeUs,
    };
    // In order of the last time, the oldest first.
    this.#open.delete(notice.noticeId);
    this.#open.set(notice.noticeId, { notice, untilMs: nowMs + shownMs });
    this.#send([notice]);
    const [oldest] = this.#open.values();
    if (this.#open.size > mostOpen && oldest !== undefined) this.#end(oldest.notice);
  }

  /** Ends the notices whose time is over and repeats the others: to be called every `noticeRepeatMs`. */
  repeat(): void {
    const nowMs = this.#options.now();
    for (const { notice, untilMs } of this.#open.values()) if (nowMs >= untilMs) this.#end(notice);
    const timeUs = Math.round(nowMs * 1000);
    this.#send([...this.#open.values()].map(({ notice }) => ({ ...notice, timeUs })));
  }

  #end(notice: SystemNotice): void {
    this.#open.delete(notice.noticeId);
    this.#send([{ ...notice, state: 'ended', timeUs: Math.round(this.#options.now() * 1000) }]);
  }

  #send(notices: readonly SystemNotice[]): void {
    if (notices.length === 0) return;
    const messages = notices.map((notice) => ({ key: notice.noticeId, value: encodeSystemNotice(notice) }));
    this.#producer?.send(topics.systemNotices, messages).catch((error: unknown) => {
      this.#options.logger.warn({ error: describeError(error) }, 'a system notice was not published');
    });
  }
}
