import { loadSignalModels, type LoadedSignalModels } from '@beatwatch/signal-models';
import type { z } from 'zod';
import type { ingestConfigSchema } from './config.ts';

type ModelConfig = Partial<
  Pick<z.infer<typeof ingestConfigSchema>, 'INGEST_QUALITY_MODEL_DIR' | 'INGEST_FIBRILLATION_MODEL_DIR'>
>;

/**
 * Reads the configured signal models.
 * @throws ModelCoreError if a file is missing, foreign or broken, with file, field, found and expected
 */
export const openSignalModels = (config: ModelConfig): Promise<LoadedSignalModels> =>
  loadSignalModels({
    quality: config.INGEST_QUALITY_MODEL_DIR,
    fibrillation: config.INGEST_FIBRILLATION_MODEL_DIR,
  });
