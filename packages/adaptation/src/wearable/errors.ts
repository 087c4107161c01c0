import { BeatwatchError } from '@beatwatch/contracts';

export type WearableErrorCode = 'not-a-wearable-model' | 'invalid-argument';

/** Something that is no wearable model, or cannot be made one. */
export class WearableError extends BeatwatchError<WearableErrorCode> {}
