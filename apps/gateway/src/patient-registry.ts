import type { PatientId } from '@beatwatch/contracts';
import type { LeadChoices, LiveScore, LiveSecond, WaveformBlock } from '@beatwatch/live-protocol';
import { seesWard, type Session } from '@beatwatch/service-kit/session';
import type { Audience } from './audience.ts';
import { PatientWindow } from './patient-window.ts';

export interface PatientRegistryOptions {
  readonly windowSeconds: number;
  /**
   * Beyond this, the patient without data for the longest time is dropped, of those known for a short time first. Default
   * 2,000.
   */
  readonly maxPatients?: number;
}

/** A patient of whom data have come over so long a time is no stray id. */
const establishedAfterMs = 10_000;

/** All patients with recent data: the last seconds and the ward of each. */
export class PatientRegistry {
  readonly #options: Required<PatientRegistryOptions>;
  // In order of their last data, the oldest first.
  readonly #windows = new Map<PatientId, PatientWindow>();
  #wards: ReadonlyMap<PatientId, string> = new Map();

  constructor(options: PatientRegistryOptions) {
    this.#options = { maxPatients: 2000, ...options };
  }

  set wards(wards: ReadonlyMap<PatientId, string>) {
    this.#wards = wards;
  }

  wardOf(patientId: PatientId): string | undefined {
    return this.#wards.get(patientId);
  }

  isWard(name: string): boolean {
    return [...this.#wards.values()].includes(name);
  }

  /** @param ward undefined: as it is known */
  setWard(id: PatientId, ward: string | undefined): void {
    if (ward !== undefined) this.#wards = new Map([...this.#wards, [id, ward]]);
  }

  addBlock(block: WaveformBlock, nowMs: number): void {
    this.#touch(block.patientId, nowMs).addBlock(block, nowMs);
  }

  addScore(score: LiveScore, nowMs: number): void {
    const window = this.#touch(score.patientId, nowMs);
    // If waveforms arrive, only they count: scores are still computed for a while after the last packet.
    if (window.blocks.length === 0) window.seenAtMs = nowMs;
    window.addScore(score);
  }

  addSecond(second: LiveSecond, nowMs: number): void {
    this.#touch(second.patientId, nowMs).addSecond(second);
  }

  /** Forgets the patients without data since `sinceMs`, but for those to keep. */
  forgetQuiet(sinceMs: number, keep: ReadonlySet<PatientId>): void {
    for (const [id, { seenAtMs }] of this.#windows) {
      if (seenAtMs < sinceMs && !keep.has(id)) this.#windows.delete(id);
    }
  }

  forget(id: PatientId): void {
    this.#windows.delete(id);
  }

  /** Whether a user may see a patient; whose ward is not known is seen by those who may see all. */
  isSeen(wards: Session['wards'], patientId: PatientId): boolean {
    return wards === undefined || seesWard({ wards }, this.#wards.get(patientId));
  }

  contains({ room, wards }: Audience, patientId: PatientId): boolean {
    if (!this.isSeen(wards, patientId)) return false;
    if (room === 'all') return true;
    if (room.startsWith('patient:')) return room.slice('patient:'.length) === patientId;
    return room.slice('ward:'.length) === this.#wards.get(patientId);
  }

  /** Whether a client of a room with these choices gets a block: of several leads of a patient one alone, unless it asks. */
  sends(
    { patientId, lead }: Pick<WaveformBlock, 'patientId' | 'lead'>,
    audience: Audience,
    choices: LeadChoices,
  ): boolean {
    return (
      this.contains(audience, patientId) && (this.#windows.get(patientId)?.sends(lead, choices) ?? false)
    );
  }

  /** Whether a room gets a patient's alarms. The room of one patient gets those of all that its user may see: they belong on every page. */
  hears(audience: Audience, patientId: PatientId): boolean {
    if (audience.room.startsWith('patient:')) return this.isSeen(audience.wards, patientId);
    return this.contains(audience, patientId);
  }

  of(audience: Audience): PatientWindow[] {
    return [...this.#windows.values()].filter(({ patientId }) => this.contains(audience, patientId));
  }

  #touch(patientId: PatientId, nowMs: number): PatientWindow {
    const known = this.#windows.get(patientId);
    const window = known ?? new PatientWindow(patientId, this.#options.windowSeconds, nowMs);
    this.#windows.delete(patientId);
    this.#windows.set(patientId, window);
    if (this.#windows.size > this.#options.maxPatients) this.#drop(patientId);
    return window;
  }

  /** A burst of new ids takes the places of other new ones, not of patients who have been here for a while. */
  #drop(newest: PatientId): void {
    let oldest: PatientId | undefined;
    for (const [id, { firstSeenAtMs, seenAtMs }] of this.#windows) {
      if (id === newest) continue;
      oldest ??= id;
      if (seenAtMs - firstSeenAtMs >= establishedAfterMs) continue;
      this.#windows.delete(id);
      return;
    }
    if (oldest !== undefined) this.#windows.delete(oldest);
  }
}
