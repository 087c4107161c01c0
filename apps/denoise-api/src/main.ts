import { openDenoiser } from '@beatwatch/denoiser';
import { createLogger, createRegistry, runMain, runUntilSignal } from '@beatwatch/service-kit';
import { readDenoiseApiConfig } from './config.ts';
import { buildDenoiseApi } from './server.ts';

runMain(createLogger('denoise-api'), async () => {
  const { logLevel, ...config } = readDenoiseApiConfig(process.env);
  const logger = createLogger('denoise-api', logLevel);
  const denoiser = await openDenoiser();
  const api = buildDenoiseApi({ ...config, denoiser, logger, registry: createRegistry('denoise-api') });
  await runUntilSignal(api, logger);
  await denoiser.dispose();
});
