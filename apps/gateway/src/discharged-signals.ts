import type { PatientId, SystemNotice } from '@beatwatch/contracts';

/** A notice that is not repeated for 30 s ends. */
const sayEveryMs = 10_000;
/** From here on a signal that comes has begun anew. */
const pauseMs = 30_000;
/** Patients of whom it is known when that was said. */
const maxPatients = 500;

/** Says that signal of discharged patients comes, for as long as it does. */
export class DischargedSignals {
  readonly #said = new Map<PatientId, { readonly sinceMs: number; readonly saidMs: number }>();

  /** @returns the notice, where it is time to say it */
  heard(patientId: PatientId, nowMs: number): SystemNotice | undefined {
    const before = this.#said.get(patientId);
    if (before !== undefined && nowMs - before.saidMs < sayEveryMs) return undefined;
    const sinceMs = before !== undefined && nowMs - before.saidMs < pauseMs ? before.sinceMs : nowMs;
    this.#said.delete(patientId);
    this.#said.set(patientId, { sinceMs, saidMs: nowMs });
    const [oldest] = this.#said.keys();
    if (this.#said.size > maxPatients && oldest !== undefined) this.#said.delete(oldest);
    return {
      noticeId: `discharged-sends/${patientId}`,
      severity: 'information',
      state: 'open',
      sinceUs: Math.round(sinceMs * 1000),
      timeUs: Math.round(nowMs * 1000),
      source: 'gateway',
      text: `Signal of ${patientId}, who is discharged, is kept and raises no alarm. Admit the patient, or take the device off.`,
      patientId,
    };
  }
}
