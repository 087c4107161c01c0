/** One thing that was looked at. */
export interface Finding {
  readonly subject: string;
  /** `good`: as it should be; `note`: works, with less; `bad`: `start` cannot run. */
  readonly status: 'good' | 'note' | 'bad';
  readonly found: string;
  /** What to do about it. */
  readonly remedy?: string;
}
