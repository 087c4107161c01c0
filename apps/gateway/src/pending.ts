import type { AlarmEvent, PatientId } from '@beatwatch/contracts';
import {
  encodeWaveforms,
  type LiveScore,
  type LiveSecond,
  type Tick,
  type WaveformBlock,
} from '@beatwatch/live-protocol';

/** What came in since the last tick; bounded by what can come in within one. */
export class Pending {
  #blocks: WaveformBlock[] = [];
  #scores: LiveScore[] = [];
  #seconds: LiveSecond[] = [];
  #alarms: AlarmEvent[] = [];

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

  /** The part of it that a room sees. */
  of(inRoom: (patientId: PatientId) => boolean): Pick<Tick, 'waveforms' | 'scores' | 'seconds' | 'alarms'> {
    const seen = ({ patientId }: { readonly patientId: PatientId }): boolean => inRoom(patientId);
    return {
      waveforms: encodeWaveforms(this.#blocks.filter(seen)),
      scores: this.#scores.filter(seen),
      seconds: this.#seconds.filter(seen),
      alarms: this.#alarms.filter(seen),
    };
  }

  clear(): void {
    this.#blocks = [];
    this.#scores = [];
    this.#seconds = [];
    this.#alarms = [];
  }
}
