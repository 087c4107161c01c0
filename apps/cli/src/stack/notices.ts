import { noticeRepeatMs, noticeText, type SystemNotice } from '@beatwatch/contracts';

/** Takes a notice to where it is shown or used. */
export type NoticeRecipient = (notice: SystemNotice) => void;

export type Severity = SystemNotice['severity'];

/**
 * The open system notices of the start command. They go to apps over their IPC channels, since the broker may be what is down:
 * at once, again to an app that has started anew, and every ten seconds.
 */
export class Notices {
  readonly #open = new Map<string, SystemNotice>();
  readonly #recipients = new Map<string, NoticeRecipient>();
  readonly #nowMs: () => number;
  readonly #repeats: NodeJS.Timeout;

  /** @param nowMs epoch milliseconds */
  constructor(nowMs: () => number = Date.now) {
    this.#nowMs = nowMs;
    this.#repeats = setInterval(() => {
      for (const notice of this.#open.values()) this.#send({ ...notice, timeUs: this.#nowUs() });
    }, noticeRepeatMs);
    this.#repeats.unref();
  }

  /**
   * @param noticeId the same for every notice of one cause; a second one replaces severity, text and values
   * @param values what the text speaks of, by name
   */
  open(
    noticeId: string,
    severity: Severity,
    text: string,
    values: Readonly<Record<string, string>> = {},
  ): void {
    const timeUs = this.#nowUs();
    const sinceUs = this.#open.get(noticeId)?.sinceUs ?? timeUs;
    const notice: SystemNotice = {
      noticeId,
      severity,
      state: 'open',
      sinceUs,
      timeUs,
      source: 'start',
      text: noticeText(text),
      values,
    };
    this.#open.set(noticeId, notice);
    this.#send(notice);
  }

  end(noticeId: string): void {
    const notice = this.#open.get(noticeId);
    if (notice === undefined) return;
    this.#open.delete(noticeId);
    this.#send({ ...notice, state: 'ended', timeUs: this.#nowUs() });
  }

  /** Gives notices to an app from now on, those that are open at once; it replaces an earlier one of the name. */
  attach(name: string, recipient: NoticeRecipient): void {
    this.#recipients.set(name, recipient);
    for (const notice of this.#open.values()) recipient(notice);
  }

  stop(): void {
    clearInterval(this.#repeats);
  }

  #send(notice: SystemNotice): void {
    for (const recipient of this.#recipients.values()) recipient(notice);
  }

  #nowUs(): number {
    return this.#nowMs() * 1000;
  }
}
