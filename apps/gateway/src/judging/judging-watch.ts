import { topics, type JudgingPart, type PatientId, type Progress } from '@beatwatch/contracts';
import { LogPosition } from './log-position.ts';

/** The messages that a part takes to work on. */
const topicOf = { ingest: topics.packets, scorer: topics.beats } as const;
const parts = ['ingest', 'scorer'] as const;

/** A patient of whom nothing has come for this long is not counted among those watched. */
const countedForMs = 30_000;
const maxPatients = 20_000;

/** A live message of a patient, as the gateway has received it. */
export interface Received {
  readonly part: JudgingPart;
  readonly patientId: PatientId;
  readonly partition: number;
  readonly offset: number;
}

export interface WaitingPatient {
  readonly patientId: PatientId;
  /** When the oldest of the patient's messages that are not judged arrived. */
  readonly sinceMs: number;
  readonly part: JudgingPart;
}

/** What is known of a part from its reports. */
export interface PartReport {
  /** When it was heard last. */
  readonly heardMs: number;
  /** When it last reported that it had come further. */
  readonly advancedMs: number | undefined;
  readonly hindrance: Progress['hindrance'];
}

interface Waiting {
  readonly log: LogPosition;
  sinceMs: number;
  newestOffset: number;
}

interface Watched {
  seenMs: number;
  readonly waiting: Map<JudgingPart, Waiting>;
}

/**
 * Compares what has come from each patient with how far ingest and scorer say that they have come. It takes no part's word for
 * its health: only an offset that has been passed counts. All times are of the caller's monotonic clock.
 */
export class JudgingWatch {
  readonly #patients = new Map<PatientId, Watched>();
  readonly #logs = new Map<string, LogPosition>();
  readonly #reports = new Map<JudgingPart, PartReport>();

  received({ part, patientId, partition, offset }: Received, nowMs: number): void {
    const log = this.#log(topicOf[part], partition);
    log.arrived(offset, nowMs);
    const patient = this.#patient(patientId, nowMs);
    if (patient === undefined) return;
    patient.seenMs = nowMs;
    if (log.isJudged(offset)) return;
    const waiting = patient.waiting.get(part);
    if (waiting === undefined) patient.waiting.set(part, { log, sinceMs: nowMs, newestOffset: offset });
    else waiting.newestOffset = offset;
  }

  reported({ part, positions, hindrance }: Progress, nowMs: number): void {
    let hasAdvanced = false;
    for (const { topic, partition, nextOffset } of positions) {
      if (topic === topicOf[part])
        hasAdvanced = this.#log(topic, partition).judgedTo(nextOffset) || hasAdvanced;
    }
    const advancedMs = hasAdvanced ? nowMs : this.#reports.get(part)?.advancedMs;
    this.#reports.set(part, { heardMs: nowMs, advancedMs, hindrance });
  }

  /** What is known of a part; undefined where it was never heard. */
  report(part: JudgingPart): PartReport | undefined {
    return this.#reports.get(part);
  }

  /** Messages received that a part has not judged. */
  messagesWaiting(part: JudgingPart): number {
    let waiting = 0;
    for (const [key, log] of this.#logs) if (key.startsWith(`${topicOf[part]}/`)) waiting += log.waiting;
    return waiting;
  }

  /**
   * Patients of whom something has come lately, or has not been judged.
   * @param nowMs or the time until which something could come
   */
  countPatients(nowMs: number): number {
    for (const [id, { seenMs, waiting }] of this.#patients) {
      if (waiting.size === 0 && nowMs - seenMs > countedForMs) this.#patients.delete(id);
    }
    return this.#patients.size;
  }

  /** Those of whom something has come lately, or has not been judged. */
  get watched(): readonly PatientId[] {
    return [...this.#patients.keys()];
  }

  /** The patients of whom something waits to be judged, each since the oldest of it arrived. */
  waiting(): WaitingPatient[] {
    const found: WaitingPatient[] = [];
    for (const [patientId, { waiting }] of this.#patients) {
      let oldest: WaitingPatient | undefined;
      for (const part of parts) {
        const sinceMs = stillWaitingSince(waiting, part);
        if (sinceMs !== undefined && (oldest === undefined || sinceMs < oldest.sinceMs))
          oldest = { patientId, sinceMs, part };
      }
      if (oldest !== undefined) found.push(oldest);
    }
    return found;
  }

  #log(topic: string, partition: number): LogPosition {
    const key = `${topic}/${partition}`;
    const known = this.#logs.get(key);
    if (known !== undefined) return known;
    const log = new LogPosition();
    this.#logs.set(key, log);
    return log;
  }

  #patient(id: PatientId, nowMs: number): Watched | undefined {
    const known = this.#patients.get(id);
    if (known !== undefined) return known;
    if (this.#patients.size >= maxPatients) return undefined;
    const patient: Watched = { seenMs: nowMs, waiting: new Map() };
    this.#patients.set(id, patient);
    return patient;
  }
}

function stillWaitingSince(waiting: Map<JudgingPart, Waiting>, part: JudgingPart): number | undefined {
  const entry = waiting.get(part);
  if (entry === undefined) return undefined;
  const logSinceMs = entry.log.waitingSinceMs;
  if (entry.log.isJudged(entry.newestOffset) || logSinceMs === undefined) {
    waiting.delete(part);
    return undefined;
  }
  entry.sinceMs = Math.max(entry.sinceMs, logSinceMs);
  return entry.sinceMs;
}
