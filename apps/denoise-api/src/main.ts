import { runApp } from '@beatwatch/service-kit/run';
import { denoiseApiConfigSchema, denoiseApiOptionsOf } from './config.ts';
import { openLoggedDenoiser } from './open-denoiser.ts';
import { buildDenoiseApi } from './server.ts';

runApp({
  name: 'denoise-api',
  schema: denoiseApiConfigSchema,
  async build({ config, logger, registry }) {
    const denoiser = await openLoggedDenoiser(config.DENOISER_ENGINE, logger);
    return {
      service: buildDenoiseApi({ ...denoiseApiOptionsOf(config), denoiser, logger, registry }),
      release: () => denoiser.dispose(),
    };
  },
});
