import type { PatientId } from '@beatwatch/contracts';

/** Interval at which it is recorded again that a patient has been seen. */
const recordEveryMs = 600_000;
/** Patients remembered at most: of one who is not remembered it is recorded once more. */
const mostPatients = 10_000;

/** Of which patients the database knows that their signal comes. */
export class SeenPatients {
  readonly #recordedMs = new Map<PatientId, number>();

  get size(): number {
    return this.#recordedMs.size;
  }

  /**
   * Those of whom it has to be recorded.
   * @param nowMs monotonic, as that of `recorded`
   */
  unrecorded(ids: Iterable<PatientId>, nowMs: number): readonly PatientId[] {
    return [...new Set(ids)].filter((id) => {
      const recordedMs = this.#recordedMs.get(id);
      return recordedMs === undefined || nowMs - recordedMs >= recordEveryMs;
    });
  }

  recorded(ids: readonly PatientId[], nowMs: number): void {
    for (const id of ids) {
      // In order of the records, the oldest first.
      this.#recordedMs.delete(id);
      this.#recordedMs.set(id, nowMs);
    }
    for (const id of this.#recordedMs.keys()) {
      if (this.#recordedMs.size <= mostPatients) return;
      this.#recordedMs.delete(id);
    }
  }
}
