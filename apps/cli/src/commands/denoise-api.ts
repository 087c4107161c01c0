import process from 'node:process';
import {
  buildDenoiseApi,
  denoiserEngineOf,
  openLoggedDenoiser,
  readDenoiseApiConfig,
} from '@beatwatch/denoise-api';
import { createLogger, createRegistry } from '@beatwatch/service-kit';
import type { Command } from 'commander';
import { readConfig } from '../config.ts';
import { createOutput } from '../terminal/output.ts';

/** `beatwatch denoise-api`. */
export function addDenoiseApi(program: Command): void {
  program
    .command('denoise-api')
    .description('serve the denoiser over HTTP: single files, jobs, DICOMweb')
    .option('--json', 'print the address as JSON once it runs')
    .addHelpText(
      'after',
      '\nReads DENOISE_API_HOST, DENOISE_API_PORT, DENOISE_KEYS_FILE, DENOISER_ENGINE and other DENOISE_ variables (see .env.example).\n' +
        'Without a key file it serves this machine only. Ctrl-C stops it.',
    )
    .action(async ({ json = false }: { readonly json?: boolean }) => {
      const output = createOutput(json);
      readConfig();
      const { logLevel, ...config } = readDenoiseApiConfig(process.env);
      const interrupted = new Promise<void>((resolve) => {
        process.once('SIGINT', resolve);
        process.once('SIGTERM', resolve);
      });
      output.step('loading the networks');
      // The terminal already shows that it runs; the log adds only what goes wrong.
      const logger = createLogger('denoise-api', logLevel === 'info' ? 'warn' : logLevel);
      const denoiser = await openLoggedDenoiser(denoiserEngineOf(process.env), logger);
      const api = buildDenoiseApi({
        ...config,
        denoiser,
        logger,
        registry: createRegistry('denoise-api'),
      });
      try {
        await api.start();
        const url = `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${api.port ?? 0}`;
        const who =
          config.keysFile === undefined
            ? 'It serves this machine only, without API keys (DENOISE_KEYS_FILE is not set).'
            : `API keys are required: ${config.keysFile}`;
        output.result(
          { url, docs: `${url}/docs`, model: denoiser.modelVersion, keys: config.keysFile },
          `Denoising API: ${url}\nHow to use it: ${url}/docs\n${who}\nNot a medical device. Ctrl-C stops it.`,
        );
        await interrupted;
        output.step('stopping');
      } finally {
        await api.stop();
        await denoiser.dispose();
      }
    });
}
