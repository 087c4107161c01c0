import { installedPackage, type InstalledPackage } from '../installation.ts';
import { examineGpu } from './examine-gpu.ts';
import type { GpuFinding } from './gpu-finding.ts';

export interface MissingGpuOptions {
  /** Default: what is set up here. */
  readonly installed?: Pick<InstalledPackage, 'build'> | undefined;
  /** Default: {@link examineGpu}. */
  readonly examine?: () => Promise<readonly GpuFinding[]>;
}

/**
 * Why TensorFlow would compute on the CPU though its build for GPUs is set up, with what to do; undefined where it uses the GPU, or is
 * the build for CPUs. Loads TensorFlow in another process, which takes some seconds.
 */
export async function missingGpu(options: MissingGpuOptions = {}): Promise<string | undefined> {
  const { installed = installedPackage(), examine = examineGpu } = options;
  if (installed?.build?.kind !== 'cuda') return undefined;
  const findings = await examine();
  if (findings.some(({ status }) => status === 'works')) return undefined;
  return findings
    .filter(({ status }) => status === 'unusable')
    .map(({ found, remedy }) => (remedy === undefined ? found : `${found}: ${remedy}`))
    .join('; ');
}
