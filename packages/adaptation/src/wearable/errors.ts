import { BeatwatchError } from '@beatwatch/contracts';

export type WearableErrorCode = 'not-a-wearable-model' | 'invalid-argument';

/** A model that is not a valid wearable model. */
export class WearableError extends BeatwatchError<WearableErrorCode> {}
