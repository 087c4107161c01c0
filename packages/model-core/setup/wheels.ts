import { headerFiles } from './headers.ts';
import type { Variant } from './variant.ts';

/** A Python wheel for Linux on x64, pinned to one file, and what is taken out of it. */
export interface Wheel {
  readonly name: string;
  readonly version: string;
  readonly sha256: string;
  /** Size of the file, MB. */
  readonly megabytes: number;
  /** Files in the wheel, with `*` for any characters. */
  readonly patterns: readonly string[];
}

/** Version of libtensorflow that the binding is built against, for both variants. */
export const libraryVersion = '2.20.0';

/** Name of TensorFlow's Python file that says what its library was built for. */
export const buildInfoFile = 'tensorflow/python/platform/build_info.py';

const tensorflowFiles = [
  'tensorflow/libtensorflow_cc.so.2',
  'tensorflow/libtensorflow_framework.so.2',
  buildInfoFile,
  ...headerFiles.map((header) => `tensorflow/include/${header}`),
];

/** libtensorflow is the same in the wheels for every Python: these are those for 3.12. */
const cpu: Wheel = {
  name: 'tensorflow-cpu',
  version: libraryVersion,
  sha256: 'c7a9224185818094ed95c4e114d3efe77241db35fbf0b75251fb2bf6222dd6a7',
  megabytes: 259,
  patterns: tensorflowFiles,
};

const gpu: Wheel = {
  name: 'tensorflow',
  version: libraryVersion,
  sha256: '25265b0bc527e0d54b1e9cc60c44a24f44a809fe27666b905f0466471f9c52ec',
  megabytes: 621,
  patterns: tensorflowFiles,
};

const ofCuda = (name: string, version: string, [megabytes, sha256]: readonly [number, string]): Wheel => ({
  name,
  version,
  sha256,
  megabytes,
  patterns: ['nvidia/*/lib/*'],
});

/**
 * What TensorFlow's extra `and-cuda` asks for, without what libtensorflow alone does not open: the compiler (nvcc), random numbers
 * (curand) and several GPUs together (nccl), whose folders its loader path does not name.
 */
const cuda: readonly Wheel[] = [
  ofCuda('nvidia-cublas-cu12', '12.9.3.13', [
    581,
    'd7d51055f161b317c7105ddaae90e71eda059026074ffef93cf7cde2886bfe72',
  ]),
  ofCuda('nvidia-cuda-cupti-cu12', '12.9.79', [
    11,
    '096bcf334f13e1984ba36685ad4c1d6347db214de03dbb6eebb237b41d9d934f',
  ]),
  ofCuda('nvidia-cuda-nvrtc-cu12', '12.9.86', [
    90,
    '210cf05005a447e29214e9ce50851e83fc5f4358df8b453155d5e1918094dcb4',
  ]),
  ofCuda('nvidia-cuda-runtime-cu12', '12.9.79', [
    4,
    '25bba2dfb01d48a9b59ca474a1ac43c6ebf7011f1b0b8cc44f54eb6ac48a96c3',
  ]),
  ofCuda('nvidia-cudnn-cu12', '9.28.0.42', [
    717,
    '9ff58b7f36dacd0a93e89f8f2957b52466889217963701daa15e577317cfa375',
  ]),
  ofCuda('nvidia-cufft-cu12', '11.4.1.4', [
    201,
    'c67884f2a7d276b4b80eb56a79322a95df592ae5e765cf1243693365ccab4e28',
  ]),
  ofCuda('nvidia-cusolver-cu12', '11.7.5.82', [
    338,
    '15da72d1340d29b5b3cf3fd100e3cd53421dde36002eda6ed93811af63c40d88',
  ]),
  ofCuda('nvidia-cusparse-cu12', '12.5.10.65', [
    367,
    '73060ce019ac064a057267c585bf1fd5a353734151f87472ff02b2c5c9984e78',
  ]),
  ofCuda('nvidia-nvjitlink-cu12', '12.9.86', [
    40,
    'e3f1171dbdc83c5932a45f0f4c99180a70de9bd2718c1ab77d14104f6d7147f9',
  ]),
];

export const wheelsOf: Readonly<Record<Variant, readonly Wheel[]>> = { cpu: [cpu], gpu: [gpu, ...cuda] };

/** Free space that a set-up needs at its fullest, MB: everything unpacked, and the largest wheel twice beside it. */
export const neededMegabytes: Readonly<Record<Variant, number>> = { cpu: 1300, gpu: 6500 };

export const megabytesOf = (wheels: readonly Wheel[]): number =>
  wheels.reduce((sum, { megabytes }) => sum + megabytes, 0);
