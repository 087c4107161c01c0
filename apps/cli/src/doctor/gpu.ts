import { examineGpu, type GpuFinding } from '@beatwatch/model-core';
import type { Finding } from './finding.ts';

/** Whether TensorFlow can use an NVIDIA GPU of this machine; where not, every reason. Nothing of it keeps `start` from running. */
export const examineCuda = async (): Promise<Finding[]> => (await examineGpu()).map(cudaFinding);

export function cudaFinding({ code, status, found, remedy }: GpuFinding): Finding {
  return {
    subject: 'NVIDIA GPU',
    status: status === 'works' ? 'good' : 'note',
    code,
    found,
    ...(remedy !== undefined && { remedy }),
  };
}
