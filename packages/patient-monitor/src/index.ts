export type { Adaptation, BeatJudgement } from './adaptation.ts';
export { encodeTogether, type EncodeBeats, type EncodedBeat } from './encode-beats.ts';
export { PatientWatch, type WatchedBeat, type WatchState } from './patient-watch.ts';
export { mayLearn, rememberSecond, type KnownSecond } from './signal-trust.ts';
export { watchBatch, type BatchOutcome, type Watched } from './watch-batch.ts';
export { watchModel } from './watch-model.ts';
export { WatchError, WatchModels, type WatchErrorCode, type WatchModel } from './watch-models.ts';
