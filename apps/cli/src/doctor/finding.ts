/** Result of one examination. */
export interface Finding {
  readonly subject: string;
  /** `good`; `note`: `start` runs with limits; `bad`: `start` cannot run, or judges nobody. */
  readonly status: 'good' | 'note' | 'bad';
  /** Names the finding for programs; only where a subject has many. */
  readonly code?: string;
  readonly found: string;
  /** What to do about it. */
  readonly remedy?: string;
}
