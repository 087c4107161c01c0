import { describedGpus, type GpuFacts, type GpuDescription } from './gpu-facts.ts';
import { unusable, type GpuFinding } from './gpu-finding.ts';
import {
  capabilitySupport,
  cudaLibrariesOf,
  isOlder,
  oldestDriver,
  type LibraryBuild,
} from './library-build.ts';

const gpuPackage = '@tensorflow/tfjs-node-gpu';
const setUp = 'npm run setup:tensorflow -- --gpu';
const fromRegistry = `${setUp} --from registry`;
const setUpAgain = `${fromRegistry} --force`;

type CudaBuild = Extract<LibraryBuild, { kind: 'cuda' }>;

/** Reasons in TensorFlow's library and those of CUDA; several may hold. */
export function libraryFindings(facts: GpuFacts): GpuFinding[] {
  const { installed, load } = facts;
  if (installed === undefined)
    return [unusable('not-set-up', 'TensorFlow is not set up, so the GPU is idle', setUp)];
  if (installed.packageName !== gpuPackage)
    return [unusable('cpu-package', `${installed.packageName} is the CPU build, so the GPU is idle`, setUp)];
  // What the library says of itself counts for more than a file beside it.
  const isCpu = load?.works === true ? !load.cudaKernels : installed.build?.kind === 'cpu';
  if (isCpu)
    return [
      unusable(
        'cpu-library',
        `${gpuPackage} is linked to a libtensorflow without CUDA, so the GPU is idle`,
        fromRegistry,
      ),
    ];
  if (installed.build?.kind !== 'cuda') return [];
  const { build, cudaLibraries } = { ...installed, build: installed.build };
  const gpus = describedGpus(facts.smi);
  return [
    ...driverAge(build, facts, gpus),
    ...missingLibraries(build, cudaLibraries),
    ...cudnn(build, cudaLibraries),
    ...gpus.flatMap((gpu) => capability(build, gpu)),
  ];
}

function driverAge(
  build: CudaBuild,
  { kernelDriver }: GpuFacts,
  gpus: readonly GpuDescription[],
): GpuFinding[] {
  const oldest = oldestDriver(build.cuda);
  const driver = gpus[0]?.driverVersion ?? /\b(\d+\.\d+(?:\.\d+)?)\b/.exec(kernelDriver ?? '')?.[1];
  if (oldest === undefined || driver === undefined || !isOlder(driver, oldest)) return [];
  return [
    unusable(
      'driver-too-old',
      `the driver ${driver} is older than ${oldest}, which CUDA ${build.cuda} needs`,
      `install NVIDIA's driver ${oldest} or later`,
    ),
  ];
}

function missingLibraries(build: CudaBuild, present: readonly string[]): GpuFinding[] {
  const missing = cudaLibrariesOf(build.cuda).filter((name) => !present.includes(name));
  if (missing.length === 0) return [];
  return [
    unusable(
      'cuda-library-missing',
      `libtensorflow is built for CUDA ${build.cuda}, and ${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing`,
      `${setUpAgain}, which brings NVIDIA's libraries along`,
    ),
  ];
}

function cudnn(build: CudaBuild, present: readonly string[]): GpuFinding[] {
  const wanted = `libcudnn.so.${build.cudnn}`;
  if (present.includes(wanted)) return [];
  const others = present.filter((name) => /^libcudnn\.so\.\d+$/.test(name));
  const remedy = `${setUpAgain}, which brings cuDNN along`;
  return others.length === 0
    ? [unusable('cudnn-missing', `cuDNN is missing: libtensorflow opens ${wanted}`, remedy)]
    : [
        unusable(
          'cudnn-other-version',
          `cuDNN has another major version: found ${others.join(', ')}, expected ${wanted}`,
          remedy,
        ),
      ];
}

function capability(build: CudaBuild, { name, capability: found }: GpuDescription): GpuFinding[] {
  if (found === undefined || build.capabilities.length === 0) return [];
  switch (capabilitySupport(build.capabilities, found)) {
    case 'machine-code':
      return [];
    case 'compiled':
      return [
        {
          code: 'compiled-at-first-use',
          status: 'limited',
          found: `${name} has compute capability ${found}, newer than the library's (${build.capabilities.join(', ')}): kernels are compiled at first use, which may take minutes`,
          remedy:
            'wait at the first start; the results stay in ~/.nv/ComputeCache (CUDA_CACHE_MAXSIZE=4294967296)',
        },
      ];
    case 'missing':
      return [
        unusable(
          'capability-not-built',
          `${name} has compute capability ${found}, which libtensorflow isn't built for: ${build.capabilities.join(', ')}`,
          'SCORER_ENGINE=webgpu uses this GPU without CUDA',
        ),
      ];
  }
}
