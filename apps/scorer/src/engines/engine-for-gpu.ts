import { missingGpu, type LiveEngine } from '@beatwatch/model-core';
import type { Logger } from '@beatwatch/service-kit';

/**
 * The engine that is asked for, or `onnx` where that is TensorFlow's build for GPUs and no GPU can be used: on the CPU `onnx` is
 * several times as fast. One line says why.
 * @param missing why no GPU can be used. Default: what is found here
 */
export async function engineForGpu(
  engine: LiveEngine,
  logger?: Pick<Logger, 'error'>,
  missing: () => Promise<string | undefined> = missingGpu,
): Promise<LiveEngine> {
  const reason = engine === 'tensorflow' ? await missing() : undefined;
  if (reason === undefined) return engine;
  logger?.error({ engine, reason }, 'TensorFlow has no GPU: beats are scored on the CPU by onnx');
  return 'onnx';
}
