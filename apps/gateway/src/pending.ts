import type { AlarmEvent, PatientId, SystemNotice } from '@beatwatch/contracts';
import {
  encodeWaveforms,
  type LiveScore,
  type LiveSecond,
  type Tick,
  type WaveformBlock,
} from '@beatwatch/live-protocol';

/** What a client gets. */
interface PendingView {
  readonly inRoom: (patientId: PatientId) => boolean;
  readonly sends: (block: WaveformBlock) => boolean;
  /** Whose alarms. */
  readonly hears: (patientId: PatientId) => boolean;
}

/** Data received since the last tick. */
export class Pending {
  #blocks: WaveformBlock[] = [];
  #scores: LiveScore[] = [];
  #seconds: LiveSecond[] = [];
  #alarms: AlarmEvent[] = [];
  #notices: SystemNotice[] = [];
  #admissions: PatientId[] = [];
  #left: PatientId[] = [];

  addBlock(block: WaveformBlock): void {
    this.#blocks.push(block);
  }

  addScore(score: LiveScore): void {
    this.#scores.push(score);
  }

  addSecond(second: LiveSecond): void {
    this.#seconds.push(second);
  }

  addAlarm(event: AlarmEvent): void {
    this.#alarms.push(event);
  }

  addNotice(notice: SystemNotice): void {
    this.#notices.push(notice);
  }

  addAdmission(patientId: PatientId): void {
    this.#admissions.push(patientId);
  }

  addLeft(patientId: PatientId): void {
    this.#left.push(patientId);
  }

  /** The part that belongs to a room, whose alarms may be of more patients; notices belong to every room. */
  of(view: PendingView): Omit<Tick, 'number' | 'serverTimeMs' | 'unjudged'> {
    const belongs = ({ patientId }: { readonly patientId: PatientId }): boolean => view.inRoom(patientId);
    return {
      waveforms: encodeWaveforms(this.#blocks.filter(view.sends)),
      scores: this.#scores.filter(belongs),
      seconds: this.#seconds.filter(belongs),
      alarms: this.#alarms.filter(({ patientId }) => view.hears(patientId)),
      notices: this.#notices,
      ...(this.#admissions.length > 0 && { admissions: this.#admissions }),
      ...(this.#left.length > 0 && { left: this.#left }),
    };
  }

  clear(): void {
    this.#blocks = [];
    this.#scores = [];
    this.#seconds = [];
    this.#alarms = [];
    this.#notices = [];
    this.#admissions = [];
    this.#left = [];
  }
}
