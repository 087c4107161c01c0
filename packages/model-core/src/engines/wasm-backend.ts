import { ModelCoreError } from '../errors.ts';
import type { TensorFlow } from '../tfjs/tensorflow.ts';

let ready: Promise<TensorFlow> | undefined;

/**
 * TensorFlow.js on WebAssembly, started by the first call; loads nothing before. It has SIMD, and one thread: the
 * package leaves threads out in Node.js (github.com/tensorflow/tfjs/issues/3830). Its numbers lie outside the
 * garbage-collected heap, in one memory that grows and never shrinks.
 * @throws ModelCoreError (`engine-failed`) where WebAssembly does not start
 */
export function wasmBackend(): Promise<TensorFlow> {
  ready ??= start();
  return ready;
}

async function start(): Promise<TensorFlow> {
  const [tf] = await Promise.all([
    // Not tfjs-core: that leaves the gradients out.
    import('@tensorflow/tfjs'),
    import('@tensorflow/tfjs-backend-wasm'),
  ]);
  if (!(await tf.setBackend('wasm')))
    throw new ModelCoreError('TensorFlow.js could not start its WebAssembly backend', {
      code: 'engine-failed',
    });
  return tf;
}
