import {
  noticeRepeatMs,
  noticeText,
  topics,
  type DeadLetter,
  type JudgingPart,
  type PatientId,
} from '@beatwatch/contracts';
import { describeError, type Logger } from '@beatwatch/service-kit';
import type { MessageStream, Producer } from '@beatwatch/stream';
import { Counter, type Registry } from 'prom-client';
import { deadLetterMessages } from './dead-letters.ts';
import { PassingNotices } from './passing-notices.ts';
import { keepTicking, type Ticking } from './ticking.ts';

interface ReportOptions {
  readonly name: JudgingPart;
  readonly stream: MessageStream;
  readonly logger: Logger;
  readonly registry?: Registry;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** Says where a message was passed over or a patient begins anew: dead letter, log, metric, and notice on every screen. */
export class IsolationReports {
  readonly #options: ReportOptions;
  readonly #notices: PassingNotices;
  readonly #isolated: Counter<'code'> | undefined;
  readonly #begunAnew: Counter | undefined;
  #producer: Producer | undefined;
  #ticking: Ticking | undefined;

  constructor(options: ReportOptions) {
    const { name, registry, logger, now } = options;
    this.#options = options;
    this.#notices = new PassingNotices({ source: name, logger, now });
    if (registry === undefined) return;
    const registers = [registry];
    this.#isolated = new Counter({
      name: `${name}_isolated_messages_total`,
      help: 'Messages that failed alone and were passed over',
      labelNames: ['code'],
      registers,
    });
    this.#begunAnew = new Counter({
      name: `${name}_states_begun_anew_total`,
      help: 'States of patients that could not be read or could not go on',
      registers,
    });
  }

  async start(): Promise<void> {
    this.#producer = await this.#options.stream.producer();
    this.#notices.start(this.#producer);
    this.#ticking = keepTicking(noticeRepeatMs, () => {
      this.#notices.repeat();
      return Promise.resolve();
    });
  }

  async stop(): Promise<void> {
    await this.#ticking?.stop();
    await this.#producer?.stop();
  }

  /** Publishes dead letters of one topic; rejects where the broker does not take them. */
  async isolated(letters: readonly DeadLetter[]): Promise<void> {
    const [first, ...others] = letters;
    if (first === undefined) return;
    await this.#producer?.send(topics.deadLetter, deadLetterMessages(letters));
    const { topic, partition, offset, code, reason } = first;
    const { name, logger } = this.#options;
    logger.error(
      { topic, partition, offset, code, reason, others: others.length },
      'messages failed alone and were passed over',
    );
    for (const letter of letters) this.#isolated?.inc({ code: letter.code });
    const what =
      others.length === 0
        ? 'A message could not be processed and was passed over'
        : `${letters.length} messages could not be processed and were passed over, the first of them`;
    this.#notices.report({
      noticeId: `message-passed-over/${name}/${topic}`,
      text: `${what} (${topic}, partition ${partition}, offset ${offset}): ${reason}`,
      values: {
        count: String(letters.length),
        topic,
        partition: String(partition),
        offset,
        reason: noticeText(reason) || code,
      },
    });
  }

  begunAnew(patientId: PatientId, cause: unknown): void {
    const { name, logger } = this.#options;
    logger.warn({ patientId, error: describeError(cause) }, 'a patient begins anew: its state is lost');
    this.#begunAnew?.inc();
    this.#notices.report({
      noticeId: `state-unreadable/${name}/${patientId}`,
      text: 'What was learned of this patient could not be read and is learned anew',
      patientId,
    });
  }
}
