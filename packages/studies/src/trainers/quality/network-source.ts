import type { QualityNetwork } from '@beatwatch/ecg';

/** Digits that a weight keeps. */
const digits = 4;
const mostColumns = 108;

/** The module that `packages/ecg` takes its network from. */
export function networkSource(network: QualityNetwork): string {
  const parts = (['centre', 'scale', 'hidden', 'hiddenBias', 'output', 'outputBias'] as const).map(
    (name) => `  ${name}: [\n${lines(network[name])}\n  ],`,
  );
  return [
    "import type { QualityNetwork } from '../../train-quality/network.ts';",
    '',
    '/** Made by `npx beatwatch train quality`: see docs/decisions/signal-quality.md. */',
    '// prettier-ignore',
    'export const learntNetwork: QualityNetwork = {',
    ...parts,
    '};',
    '',
  ].join('\n');
}

function lines(values: readonly number[]): string {
  const filled = ['   '];
  for (const value of values) {
    const text = ` ${Number(value.toPrecision(digits))},`;
    const last = filled.at(-1) ?? '';
    if (last.length + text.length > mostColumns) filled.push(`   ${text}`);
    else filled[filled.length - 1] = last + text;
  }
  return filled.join('\n');
}
