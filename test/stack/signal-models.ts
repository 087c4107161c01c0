import { loadRhythmModels, loadSignalModels } from '@beatwatch/signal-models';

/** The models of signal quality and fibrillation that come with Beatwatch. */
export const { models: signalModels } = await loadSignalModels();

/** The models of rhythms that come with Beatwatch. */
export const rhythmModels = await loadRhythmModels();
