import process from 'node:process';
import { fileURLToPath } from 'node:url';
import type { LiveEngine, LivePrecision } from '@beatwatch/model-core';
import { aurocStep, batchStep, goldenStep } from './finding.ts';
import { vulkanEnvironment } from './vulkan-environment.ts';

/** One of those that are measured, each in a process of its own: a driver that ends it or hangs takes nobody along. */
export interface Candidate {
  readonly name: string;
  /** Whether it is held to the golden numbers and the AUROC. */
  readonly isOurs: boolean;
  readonly isFloat32: boolean;
  readonly steps: readonly string[];
  /** @param seconds after which it ends by itself */
  readonly command: (seconds: number) => Command;
}

interface Command {
  readonly program: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** What a process that measures one of our engines is given. */
export interface MeasureJob {
  readonly engine: LiveEngine;
  readonly precision: LivePrecision;
  readonly modelFolder: string;
  /** ECG5000_TEST_HALF.arff; undefined where the model scores other beats, or the file is missing. */
  readonly testFile?: string;
  readonly batches: readonly number[];
  /** Longest time in which one batch size is measured. */
  readonly secondsEach: number;
  readonly seconds: number;
}

export interface CandidateSettings extends Pick<
  MeasureJob,
  'modelFolder' | 'testFile' | 'batches' | 'secondsEach'
> {
  /** Sizes for PyTorch, which measures random weights. */
  readonly sizes: { readonly sampleCount: number; readonly embedding: number; readonly hidden: number };
  readonly python: string;
}

const entry = fileURLToPath(new URL('measure-start.mjs', import.meta.url));
const torchScript = fileURLToPath(new URL('torch_cudnn.py', import.meta.url));

const ours = {
  onnx: { engine: 'onnx', precision: 'float32' },
  webgpu: { engine: 'webgpu', precision: 'float32' },
  'webgpu-f16': { engine: 'webgpu', precision: 'float16' },
  tensorflow: { engine: 'tensorflow', precision: 'float32' },
} as const satisfies Readonly<Record<string, Pick<MeasureJob, 'engine' | 'precision'>>>;

const peers = { pytorch: 'float32', 'pytorch-f16': 'float16' } as const;

/** In the order in which they are measured: the first gives the losses that others are compared with. */
export const candidateNames: readonly string[] = [...Object.keys(ours), ...Object.keys(peers)];

export function candidatesOf({ sizes, python, ...job }: CandidateSettings): readonly Candidate[] {
  const batchSteps = job.batches.map(batchStep);
  return [
    ...Object.entries(ours).map(([name, kind]): Candidate => ({
      name,
      isOurs: true,
      isFloat32: kind.precision === 'float32',
      steps: [goldenStep, ...(job.testFile === undefined ? [] : [aurocStep]), ...batchSteps],
      command: (seconds) => ({
        program: process.execPath,
        args: [...process.execArgv, entry, JSON.stringify({ ...kind, ...job, seconds } satisfies MeasureJob)],
        ...(kind.engine === 'webgpu' && { env: vulkanEnvironment() }),
      }),
    })),
    ...Object.entries(peers).map(([name, precision]): Candidate => ({
      name,
      isOurs: false,
      isFloat32: precision === 'float32',
      steps: batchSteps,
      command: (seconds) => ({
        program: python,
        args: [
          torchScript,
          JSON.stringify({
            ...sizes,
            precision,
            batches: job.batches,
            secondsEach: job.secondsEach,
            seconds,
          }),
        ],
      }),
    })),
  ];
}
