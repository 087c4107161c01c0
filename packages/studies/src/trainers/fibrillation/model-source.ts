import type { FibrillationModel } from '@beatwatch/ecg';

/** The module that `packages/ecg` takes its model from. */
export function modelSource({ offset, weights }: FibrillationModel): string {
  return [
    "import type { FibrillationModel } from '../../train-fibrillation/index-of-window.ts';",
    '',
    '/** Made by `npx beatwatch train fibrillation`: see docs/decisions/fibrillation.md. */',
    '// prettier-ignore',
    'export const learntFibrillation: FibrillationModel = {',
    `  offset: ${offset.toFixed(4)},`,
    '  weights: {',
    ...Object.entries(weights).map(([name, weight]) => `    ${name}: ${weight.toFixed(4)},`),
    '  },',
    '};',
    '',
  ].join('\n');
}
