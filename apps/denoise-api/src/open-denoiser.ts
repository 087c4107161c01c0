import {
  openDenoiser,
  type Denoiser,
  type DenoiserTrial,
  type OpenDenoiserOptions,
} from '@beatwatch/denoiser';
import type { Logger } from '@beatwatch/service-kit';

/** Opens the denoiser; one line says which engine `auto` took and why, and one that the GPU failed. */
export function openLoggedDenoiser(
  engine: NonNullable<OpenDenoiserOptions['engine']>,
  logger: Pick<Logger, 'info' | 'error'>,
): Promise<Denoiser> {
  return openDenoiser({
    engine,
    onTrials: (trials, chosen) => {
      logger.info({ engine: chosen, trials: trials.map(trialLine) }, 'engine chosen by trial');
    },
    onGpuFailure: (reason) => {
      logger.error(
        { engine: 'webgpu', error: reason },
        'the engine failed: images are denoised on the CPU by onnx from now on',
      );
    },
  });
}

/** One line for people. */
export function trialLine({ engine, outcome, largestError, ms, reason }: DenoiserTrial): string {
  switch (outcome) {
    case 'agrees':
      return `${engine}: ${(ms ?? Number.NaN).toFixed(1)} ms a tile`;
    case 'differs':
      return `${engine}: left out, largest error ${(largestError ?? Number.NaN).toExponential(0)}`;
    case 'unavailable':
      return `${engine}: not in use, ${reason ?? 'for an unknown reason'}`;
  }
}
