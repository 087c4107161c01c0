import { loadSignalModels } from '@beatwatch/signal-models';

/** The models of signal quality and fibrillation that come with Beatwatch. */
export const { models: signalModels } = await loadSignalModels();
