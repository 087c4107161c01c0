import type { LibraryBuild } from './library-build.ts';

/** A file by which programs reach the driver: `/dev/nvidia0`, `/dev/nvidiactl`, `/dev/nvidia-uvm`. */
export interface DeviceNode {
  readonly path: string;
  /** Whether this user may read and write it. */
  readonly usable: boolean;
  /** As in `crw-rw----`'s digits: `660`. */
  readonly mode: string;
  /** Number of the group that owns it. */
  readonly group: number;
}

/** What a program said, and how it ended; the exit code is undefined if it was ended by a signal or its time limit. */
export interface ProgramOutput {
  readonly exitCode: number | undefined;
  readonly output: string;
}

/** The package that the engine `tensorflow` would use, and its library. */
export interface InstalledLibrary {
  readonly packageName: string;
  /** Undefined if its files do not say. */
  readonly build: LibraryBuild | undefined;
  /** Names of CUDA's and cuDNN's libraries that the loader finds, such as `libcudnn.so.9`. */
  readonly cudaLibraries: readonly string[];
}

/** What loading the library and multiplying two matrices with it showed. */
export type LoadResult =
  | {
      readonly works: true;
      readonly usesGpu: boolean;
      /** Whether the library holds kernels for CUDA. */
      readonly cudaKernels: boolean;
      readonly version: string;
      /** What TensorFlow logged. */
      readonly log: string;
    }
  | { readonly works: false; readonly log: string };

/** Everything on this machine that decides whether TensorFlow can use an NVIDIA GPU. */
export interface GpuFacts {
  readonly platform: string;
  readonly arch: string;
  /** Undefined where the C library is another one, such as musl. */
  readonly glibcVersion: string | undefined;
  readonly insideContainer: boolean;
  /** Windows Subsystem for Linux, where Windows has the driver. */
  readonly insideWsl: boolean;
  /** PCI vendors of display adapters, such as `0x10de` of NVIDIA. */
  readonly displayVendors: readonly string[];
  /** `/proc/driver/nvidia/version`, which the kernel's part of the driver writes. */
  readonly kernelDriver: string | undefined;
  /** Whether the loader finds `libcuda.so.1`, which comes with the driver. */
  readonly driverLibrary: boolean;
  readonly deviceNodes: readonly DeviceNode[];
  /** Of {@link smiFields}; undefined where there is no nvidia-smi. */
  readonly smi: ProgramOutput | undefined;
  /** The environment's `CUDA_VISIBLE_DEVICES`. */
  readonly visibleDevices: string | undefined;
  readonly installed: InstalledLibrary | undefined;
  /** Undefined where nothing is installed that could be loaded. */
  readonly load: LoadResult | undefined;
}

/** Fields that nvidia-smi is asked for, as comma-separated values without units. */
export const smiFields =
  'index,name,driver_version,memory.total,memory.free,compute_mode,compute_cap' as const;

/** One GPU as nvidia-smi describes it. */
export interface GpuDescription {
  readonly index: number;
  readonly name: string;
  readonly driverVersion: string;
  readonly totalMiB: number;
  readonly freeMiB: number;
  readonly computeMode: string;
  /** Such as `9.0`; undefined where nvidia-smi is too old to say. */
  readonly capability: string | undefined;
}

/** Lines of nvidia-smi that describe a GPU; others are errors or warnings. */
export function describedGpus(smi: ProgramOutput | undefined): GpuDescription[] {
  if (smi?.exitCode !== 0) return [];
  return smi.output.split('\n').flatMap((line) => {
    const [index, name, driverVersion, total, free, computeMode, capability] = line
      .split(',')
      .map((field) => field.trim());
    if (name === undefined || driverVersion === undefined || computeMode === undefined) return [];
    return [
      {
        index: Number(index),
        name,
        driverVersion,
        totalMiB: Number(total),
        freeMiB: Number(free),
        computeMode,
        capability: /^\d+\.\d+$/.test(capability ?? '') ? capability : undefined,
      },
    ];
  });
}
