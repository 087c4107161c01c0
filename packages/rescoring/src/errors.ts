import { BeatwatchError } from '@beatwatch/contracts';

export type RescoreErrorCode = 'no-signal' | 'unreadable' | 'no-inputs' | 'other-model';

/** Stored signal, or what alarms were decided by, that cannot be judged anew. */
export class RescoreError extends BeatwatchError<RescoreErrorCode> {}
