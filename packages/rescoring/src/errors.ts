import { BeatwatchError } from '@beatwatch/contracts';

export type RescoreErrorCode = 'no-signal' | 'unreadable';

/** Stored signal that cannot be judged anew. */
export class RescoreError extends BeatwatchError<RescoreErrorCode> {}
