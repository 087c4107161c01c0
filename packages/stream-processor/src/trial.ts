import type { PatientId } from '@beatwatch/contracts';

/** What the states of patients were before a change that may have to be undone. */
export class Trial<Before> {
  readonly #before = new Map<PatientId, Before>();
  readonly #changing = new Set<PatientId>();

  /** To be called ahead of each change. @param before what the patient's state is */
  changes(id: PatientId, before: () => Before): void {
    if (this.#changing.has(id)) return;
    this.#changing.add(id);
    // After an undone change it is still what it was.
    if (!this.#before.has(id)) this.#before.set(id, before());
  }

  /** Keeps the changes since the last call. @returns whose they are */
  keep(): readonly PatientId[] {
    const kept = [...this.#changing];
    for (const id of kept) this.#before.delete(id);
    this.#changing.clear();
    return kept;
  }

  /** Undoes the changes since the last call. @returns whose they were, and what was before */
  undo(): readonly (readonly [PatientId, Before])[] {
    const undone = [...this.#before].filter(([id]) => this.#changing.has(id));
    this.#changing.clear();
    return undone;
  }
}
