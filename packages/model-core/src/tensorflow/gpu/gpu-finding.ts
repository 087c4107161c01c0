/** Why a GPU cannot be used by TensorFlow, or that it can. */
export type GpuFindingCode =
  | 'works'
  | 'no-gpu'
  | 'other-platform'
  | 'other-c-library'
  | 'hidden'
  | 'driver-missing'
  | 'driver-library-missing'
  | 'driver-mismatch'
  | 'driver-silent'
  | 'driver-too-old'
  | 'driver-not-ready'
  | 'container-without-runtime'
  | 'device-nodes-missing'
  | 'no-permission'
  | 'exclusive'
  | 'out-of-memory'
  | 'not-set-up'
  | 'cpu-package'
  | 'cpu-library'
  | 'cuda-library-missing'
  | 'cudnn-missing'
  | 'cudnn-other-version'
  | 'capability-not-built'
  | 'compiled-at-first-use'
  | 'foreign-library'
  | 'c-library-too-old'
  | 'library-incomplete'
  | 'processor-too-old'
  | 'hardware-fault'
  | 'unexplained';

export interface GpuFinding {
  readonly code: GpuFindingCode;
  /** `works`; `limited`: it works, but; `unusable`: the CPU computes. */
  readonly status: 'works' | 'limited' | 'unusable';
  /** What was found, as a clause. */
  readonly found: string;
  /** What to do, as a clause; undefined where nothing has to be done. */
  readonly remedy?: string;
}

export const unusable = (code: GpuFindingCode, found: string, remedy: string): GpuFinding => ({
  code,
  status: 'unusable',
  found,
  remedy,
});
