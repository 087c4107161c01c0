import { gatherGpuFacts } from './gather-gpu-facts.ts';
import type { GpuFinding } from './gpu-finding.ts';
import { gpuFindings } from './gpu-findings.ts';

/** Whether TensorFlow can use an NVIDIA GPU of this machine; if not, every reason with what to do. */
export const examineGpu = async (): Promise<GpuFinding[]> => gpuFindings(await gatherGpuFacts());
