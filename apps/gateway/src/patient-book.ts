import type { PatientId } from '@beatwatch/contracts';
import type { LiveScore, LiveSecond, Room, WaveformBlock } from '@beatwatch/live-protocol';
import { PatientWindow } from './patient-window.ts';

export interface PatientBookOptions {
  readonly windowSeconds: number;
  /** The longest unseen make room past this many. Default 2,000. */
  readonly maxPatients?: number;
}

/** Every patient that was ever seen, with the last seconds of each and the ward that each lies in. */
export class PatientBook {
  readonly #options: Required<PatientBookOptions>;
  // In order of arrival, the longest unseen first.
  readonly #windows = new Map<PatientId, PatientWindow>();
  #wards: ReadonlyMap<PatientId, string> = new Map();

  constructor(options: PatientBookOptions) {
    this.#options = { maxPatients: 2000, ...options };
  }

  set wards(wards: ReadonlyMap<PatientId, string>) {
    this.#wards = wards;
  }

  addBlock(block: WaveformBlock, nowMs: number): void {
    const window = this.#heardOf(block.patientId, nowMs);
    window.seenAtMs = nowMs;
    window.addBlock(block);
  }

  addScore(score: LiveScore, nowMs: number): void {
    const window = this.#heardOf(score.patientId, nowMs);
    // Where waveforms come, only they are a sign of life: scores may still be trickling in.
    if (window.blocks.length === 0) window.seenAtMs = nowMs;
    window.addScore(score);
  }

  addSecond(second: LiveSecond, nowMs: number): void {
    this.#heardOf(second.patientId, nowMs).addSecond(second);
  }

  contains(room: Room, patientId: PatientId): boolean {
    if (room === 'all') return true;
    if (room.startsWith('patient:')) return room.slice('patient:'.length) === patientId;
    return room.slice('ward:'.length) === this.#wards.get(patientId);
  }

  of(room: Room): PatientWindow[] {
    return [...this.#windows.values()].filter(({ patientId }) => this.contains(room, patientId));
  }

  #heardOf(patientId: PatientId, nowMs: number): PatientWindow {
    const known = this.#windows.get(patientId);
    const window = known ?? new PatientWindow(patientId, this.#options.windowSeconds, nowMs);
    this.#windows.delete(patientId);
    this.#windows.set(patientId, window);
    if (this.#windows.size > this.#options.maxPatients) {
      const [longestUnseen] = this.#windows.keys();
      if (longestUnseen !== undefined) this.#windows.delete(longestUnseen);
    }
    return window;
  }
}
