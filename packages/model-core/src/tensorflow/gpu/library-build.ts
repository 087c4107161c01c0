/** What a libtensorflow was built for. */
export type LibraryBuild =
  | { readonly kind: 'cpu' }
  | {
      readonly kind: 'cuda';
      /** Such as `12.5`. */
      readonly cuda: string;
      /** Major version. */
      readonly cudnn: number;
      /** `sm_80`: machine code for 8.x from 8.0 on; `compute_90`: the same for 9.x, and intermediate code for everything later. */
      readonly capabilities: readonly string[];
    };

/** libtensorflow 2.9.1 as tfjs-node-gpu's install script fetches it (TensorFlow's release builds of 2.9). */
export const stockBuild: LibraryBuild = {
  kind: 'cuda',
  cuda: '11.2',
  cudnn: 8,
  capabilities: ['sm_35', 'sm_50', 'sm_60', 'sm_70', 'sm_75', 'compute_80'],
};

/**
 * Reads `tensorflow/python/platform/build_info.py` of TensorFlow's wheel, one dictionary that its build writes.
 * @returns undefined if it says nothing about CUDA
 */
export function parseBuildInfo(text: string): LibraryBuild | undefined {
  const isCuda = /['"]is_cuda_build['"]\s*[,:]\s*(True|False)/.exec(text)?.[1];
  if (isCuda === undefined) return undefined;
  if (isCuda === 'False') return { kind: 'cpu' };
  const valueOf = (name: string) =>
    new RegExp(`['"]${name}['"]\\s*[,:]\\s*['"]([\\d.]+)['"]`).exec(text)?.[1];
  const list = /['"]cuda_compute_capabilities['"]\s*[,:]\s*\[([^\]]*)\]/.exec(text)?.[1] ?? '';
  const [cuda, cudnn] = [valueOf('cuda_version'), valueOf('cudnn_version')];
  if (cuda === undefined || cudnn === undefined) return undefined;
  return {
    kind: 'cuda',
    cuda,
    cudnn: Number.parseInt(cudnn, 10),
    capabilities: [...list.matchAll(/(?:sm|compute)_\d+/g)].map(([name]) => name),
  };
}

/** How a build serves a GPU: with its machine code, by compiling intermediate code at first use, or not at all. */
export type CapabilitySupport = 'machine-code' | 'compiled' | 'missing';

/**
 * @param capability of the GPU, such as `9.0`
 * @see CUDA C++ Programming Guide, "Binary Compatibility" and "PTX Compatibility"
 */
export function capabilitySupport(capabilities: readonly string[], capability: string): CapabilitySupport {
  const gpu = Number(capability.replace('.', ''));
  const builds = capabilities.map((name) => {
    const [kind = '', digits = ''] = name.split('_');
    return { kind, built: Number(digits) };
  });
  const sameMajor = (built: number): boolean => Math.floor(built / 10) === Math.floor(gpu / 10);
  if (builds.some(({ built }) => sameMajor(built) && built <= gpu)) return 'machine-code';
  return builds.some(({ kind, built }) => kind === 'compute' && built < gpu) ? 'compiled' : 'missing';
}

/**
 * Oldest driver on Linux for each major version of CUDA.
 * @see CUDA Toolkit release notes, "CUDA Toolkit and Minimum Required Driver Version for CUDA Minor Version Compatibility"
 */
const oldestDrivers: Readonly<Record<string, string>> = {
  '11': '450.80.02',
  '12': '525.60.13',
  '13': '580.65.06',
};

export const oldestDriver = (cuda: string): string | undefined => oldestDrivers[cuda.split('.')[0] ?? ''];

/** Whether a version of numbers and dots is lower than another. */
export function isOlder(version: string, than: string): boolean {
  const [a, b] = [version, than].map((text) => text.split('.').map(Number));
  for (let part = 0; part < Math.max(a?.length ?? 0, b?.length ?? 0); part++) {
    const difference = (a?.[part] ?? 0) - (b?.[part] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}

/** Libraries of CUDA that TensorFlow opens by name; cuDNN is apart. */
export const cudaLibrariesOf = (cuda: string): readonly string[] =>
  cuda.startsWith('11')
    ? [
        'libcudart.so.11.0',
        'libcublas.so.11',
        'libcublasLt.so.11',
        'libcufft.so.10',
        'libcurand.so.10',
        'libcusolver.so.11',
        'libcusparse.so.11',
      ]
    : [
        'libcudart.so.12',
        'libcublas.so.12',
        'libcublasLt.so.12',
        'libcufft.so.11',
        'libcurand.so.10',
        'libcusolver.so.11',
        'libcusparse.so.12',
      ];
