import { expect, it } from 'vitest';
import { chooseNetwork, type Candidate } from './forward-trial.ts';
import type { ForwardResult } from './lstm-forward.ts';

const expected = { reconstruction: Float64Array.of(1, -2), latent: Float64Array.of(0.5) };

/** A network that is this far from the plain definition and takes this long. */
interface Network {
  readonly error: number;
  readonly ms: number;
}

const runOne = ({ error }: Network): ForwardResult => ({
  reconstructions: Float32Array.of(1, -2 + error),
  latents: Float32Array.of(0.5),
});
const choose = (candidates: readonly Candidate<Network>[]) =>
  chooseNetwork({ candidates, runOne, expected, measureMs: ({ ms }) => ms });

const block = (network: Network): Candidate<Network> => ({ operator: 'BlockLSTM', create: () => network });
const cudnn = (network: Network): Candidate<Network> => ({ operator: 'CudnnRNNV3', create: () => network });
const withoutKernel: Candidate<Network> = {
  operator: 'CudnnRNNV3',
  create: () => {
    throw new Error('Could not find device for node\nAll kernels registered: none');
  },
};

it('takes the faster of two operators that agree', () => {
  expect(choose([block({ error: 0, ms: 9 }), cudnn({ error: 1e-5, ms: 2 })]).operator).toBe('CudnnRNNV3');
  expect(choose([block({ error: 0, ms: 1 }), cudnn({ error: 0, ms: 2 })])).toMatchObject({
    operator: 'BlockLSTM',
    trials: ['BlockLSTM takes 1.0 ms', 'CudnnRNNV3 takes 2.0 ms'],
  });
});

it('leaves out one that differs from the plain definition, or that the device lacks', () => {
  const slow = block({ error: 0, ms: 9 });
  expect(choose([slow, cudnn({ error: 1e-3, ms: 1 })])).toMatchObject({
    operator: 'BlockLSTM',
    trials: ['BlockLSTM takes 9.0 ms', 'CudnnRNNV3 differs by 5e-4'],
  });
  expect(choose([slow, cudnn({ error: Number.NaN, ms: 1 })]).operator).toBe('BlockLSTM');
  expect(choose([withoutKernel, slow])).toMatchObject({
    operator: 'BlockLSTM',
    trials: ['CudnnRNNV3 failed (Could not find device for node)', 'BlockLSTM takes 9.0 ms'],
  });
});

it('says what each showed where none agrees', () => {
  expect(() => choose([block({ error: 1, ms: 1 }), withoutKernel])).toThrow(
    /BlockLSTM differs by 5e-1, CudnnRNNV3 failed \(Could not find device/,
  );
});
