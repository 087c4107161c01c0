import type { Linter } from 'eslint';

/** Functions with five or six parameters that are still to take an options object; no file joins this list. */
const toMend = [
  'apps/cli/src/commands/replay.ts',
  'apps/denoise-api/src/denoise/routes.test.ts',
  'packages/denoiser/src/baselines/bm3d/bm3d.slow.test.ts',
  'packages/denoiser/src/baselines/bm3d/match-blocks.ts',
  'packages/ecg/src/filters/biquad.ts',
  'packages/ecg/src/live/packet-order.ts',
  'packages/ecg/src/quality/advance.ts',
  'packages/ecg/src/quality/features.ts',
  'packages/ecg/src/rpeaks/detector.ts',
  'packages/model-core/src/autoencoders/reference-losses.ts',
  'packages/model-core/src/engines/onnx-training.ts',
  'packages/model-core/src/onnx/lstm-forward.ts',
  'packages/model-core/src/onnx/lstm-training.ts',
  'packages/recordings/src/edf/header.ts',
  'packages/timescale/src/columns.test.ts',
  'packages/timescale/src/embedded/file-sync.ts',
];

/** More than four parameters: an options object. */
export const fewParameters: Linter.Config = {
  files: ['**/*.ts', '**/*.tsx'],
  ignores: toMend,
  rules: { 'max-params': ['error', 4] },
};
