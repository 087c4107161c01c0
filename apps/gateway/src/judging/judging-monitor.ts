import type { Progress, SystemNotice } from '@beatwatch/contracts';
import type { UnjudgedPatient } from '@beatwatch/live-protocol';
import { JudgingWatch, type Received, type WaitingPatient } from './judging-watch.ts';
import { keepProbing, type Probe } from './probe.ts';
import { interruptionOf, type Interruption } from './verdict.ts';

/** The id of the notice with which the gateway says that patients are not being judged. */
const noticeId = 'monitoring-interrupted';
const checkEveryMs = 500;
/** A patient's figures are no longer current when the newest signal has waited for longer. */
const notCurrentAfterMs = 5000;

export interface JudgingState {
  /** Patients of whom something has come in the last half minute. */
  readonly patients: number;
  /** How long the oldest message has waited to be judged, in milliseconds. */
  readonly oldestUnjudgedMs: number;
  readonly interruption?: { readonly sinceMs: number; readonly text: string };
}

export interface JudgingMonitorOptions {
  readonly pingBroker: () => Promise<unknown>;
  /** Absent: no database is configured. */
  readonly pingDatabase?: () => Promise<unknown>;
  /** The notices that are open now. */
  readonly notices: () => readonly SystemNotice[];
  readonly onNotice: (notice: SystemNotice) => void;
  /** Called with those whose figures are not current, at each check. */
  readonly onUnjudged: (unjudged: readonly UnjudgedPatient[]) => void;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/**
 * Judges the line end to end, twice a second: what has come has to be judged. Opens a system notice where it is not, and ends it
 * when all is caught up. Ages are measured by a monotonic clock, so that a clock that is set makes no interruption and hides none.
 */
export class JudgingMonitor {
  readonly #options: JudgingMonitorOptions;
  readonly #watch = new JudgingWatch();
  #probes: { readonly broker: Probe; readonly database: Probe | undefined } | undefined;
  #timer: NodeJS.Timeout | undefined;
  #open: SystemNotice | undefined;

  constructor(options: JudgingMonitorOptions) {
    this.#options = options;
  }

  start(): void {
    const { pingBroker, pingDatabase } = this.#options;
    this.#probes = {
      broker: keepProbing(pingBroker, monotonicMs),
      database: pingDatabase && keepProbing(pingDatabase, monotonicMs),
    };
    this.#timer = setInterval(() => {
      this.#check();
    }, checkEveryMs);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#probes?.broker.stop();
    this.#probes?.database?.stop();
  }

  received(received: Received): void {
    this.#watch.received(received, monotonicMs());
  }

  reported(progress: Progress): void {
    this.#watch.reported(progress, monotonicMs());
  }

  get state(): JudgingState {
    const nowMs = monotonicMs();
    const since = this.#watch.waiting().map(({ sinceMs }) => sinceMs);
    return {
      patients: this.#watch.countPatients(nowMs - (this.#probes?.broker.unansweredMs ?? 0)),
      oldestUnjudgedMs: since.length === 0 ? 0 : nowMs - Math.min(...since),
      ...(this.#open && { interruption: { sinceMs: this.#open.sinceUs / 1000, text: this.#open.text } }),
    };
  }

  get unjudgedPatients(): number {
    return this.#watch.waiting().filter(({ sinceMs }) => monotonicMs() - sinceMs > notCurrentAfterMs).length;
  }

  messagesWaiting(part: Progress['part']): number {
    return this.#watch.messagesWaiting(part);
  }

  #check(): void {
    const nowMs = monotonicMs();
    const waiting = this.#watch.waiting();
    const knownCause = this.#options
      .notices()
      .find(
        ({ severity, state, source }) => severity === 'interrupted' && state === 'open' && source === 'start',
      );
    const brokerUnansweredMs = this.#probes?.broker.unansweredMs ?? 0;
    const interruption = interruptionOf({
      nowMs,
      waiting,
      patients: this.#watch.countPatients(nowMs - brokerUnansweredMs),
      databaseUnansweredMs: this.#probes?.database?.unansweredMs ?? 0,
      brokerUnansweredMs,
      reports: { ingest: this.#watch.report('ingest'), scorer: this.#watch.report('scorer') },
      ...(knownCause !== undefined && { knownCause }),
      wasInterrupted: this.#open !== undefined,
    });
    this.#announce(interruption, nowMs);
    const toEpochMs = this.#options.now() - nowMs;
    this.#options.onUnjudged(
      this.#notCurrent(waiting, { nowMs, brokerUnansweredMs }).map(({ patientId, sinceMs }) => ({
        patientId,
        sinceMs: Math.round(sinceMs + toEpochMs),
      })),
    );
  }

  /** Nothing waits where nothing can come: without the broker nobody is judged. */
  #notCurrent(
    waiting: readonly WaitingPatient[],
    { nowMs, brokerUnansweredMs }: { readonly nowMs: number; readonly brokerUnansweredMs: number },
  ): readonly UnjudgedPatient[] {
    const overdue = waiting.filter(({ sinceMs }) => nowMs - sinceMs > notCurrentAfterMs);
    if (brokerUnansweredMs <= notCurrentAfterMs) return overdue;
    const since = new Map(overdue.map(({ patientId, sinceMs }) => [patientId, sinceMs]));
    return this.#watch.watched.map((patientId) => ({
      patientId,
      sinceMs: since.get(patientId) ?? nowMs - brokerUnansweredMs,
    }));
  }

  #announce(interruption: Interruption | undefined, nowMs: number): void {
    const open = this.#open;
    const timeUs = Math.round(this.#options.now() * 1000);
    if (interruption === undefined) {
      if (open === undefined) return;
      this.#open = undefined;
      this.#options.onNotice({ ...open, state: 'ended', timeUs });
      return;
    }
    const { text, values } = interruption;
    // The time at which it began stays: what is caught up meanwhile does not shorten it.
    const sinceUs = open?.sinceUs ?? timeUs - Math.round((nowMs - interruption.sinceMs) * 1000);
    this.#open = {
      noticeId,
      severity: 'interrupted',
      state: 'open',
      sinceUs,
      timeUs,
      source: 'gateway',
      text,
      values,
    };
    this.#options.onNotice(this.#open);
  }
}

const monotonicMs = (): number => performance.now();
