import type { AdmissionCommand, PatientId } from '@beatwatch/contracts';

/** How long what a command said holds against what is stored, which the scorer may not have changed yet. */
const commandHoldsMs = 60_000;
/** How long it is said again that a patient has left, to pages that come back. */
const leftSaidMs = 600_000;
/** How long a patient stays whose signal ended as it was meant to. */
const endedStaysMs = 15 * 60_000;

/** Who is discharged, and whose signal has ended as it was meant to. */
export class Leavings {
  #stored: ReadonlySet<PatientId> = new Set();
  /** By the newest command. */
  readonly #said = new Map<PatientId, { readonly isDischarged: boolean; readonly atMs: number }>();
  readonly #ended = new Map<PatientId, number>();
  readonly #left = new Map<PatientId, number>();

  /** @returns whether the patient leaves the ward at once */
  command({ patientId, action }: AdmissionCommand, nowMs: number): boolean {
    if (action === 'end-signal') this.#ended.set(patientId, nowMs);
    if (action === 'admit') this.#ended.delete(patientId);
    if (action !== 'admit' && action !== 'discharge') return false;
    const isDischarged = action === 'discharge';
    this.#said.set(patientId, { isDischarged, atMs: nowMs });
    if (isDischarged) this.#left.set(patientId, nowMs);
    else this.#left.delete(patientId);
    return isDischarged;
  }

  /** @param discharged as it is stored @returns those of whom it was not known */
  store(discharged: readonly PatientId[], nowMs: number): readonly PatientId[] {
    for (const [id, { atMs }] of this.#said) if (nowMs - atMs >= commandHoldsMs) this.#said.delete(id);
    const before = this.#stored;
    this.#stored = new Set(discharged);
    return discharged.filter((id) => !before.has(id) && this.isDischarged(id));
  }

  isDischarged(id: PatientId): boolean {
    return this.#said.get(id)?.isDischarged ?? this.#stored.has(id);
  }

  /** The patient's signal has come: it has not ended. */
  heard(id: PatientId): void {
    this.#ended.delete(id);
    this.#left.delete(id);
  }

  /** Whose signal ended a quarter of an hour ago, but for those to keep; they leave now. */
  takeEnded(nowMs: number, keep: ReadonlySet<PatientId>): readonly PatientId[] {
    const leaving = [...this.#ended].flatMap(([id, atMs]) =>
      nowMs - atMs >= endedStaysMs && !keep.has(id) ? [id] : [],
    );
    for (const id of leaving) {
      this.#ended.delete(id);
      this.#left.set(id, nowMs);
    }
    return leaving;
  }

  /** Who has left of late. */
  left(nowMs: number): readonly PatientId[] {
    for (const [id, atMs] of this.#left) if (nowMs - atMs >= leftSaidMs) this.#left.delete(id);
    return [...this.#left.keys()];
  }
}
