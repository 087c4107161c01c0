import { ModelCoreError } from '../errors.ts';
import type { TensorFlow } from '../tfjs/tensorflow.ts';

let ready: Promise<TensorFlow> | undefined;

/**
 * TensorFlow.js on WebAssembly, loaded and started by the first call. Uses SIMD and one thread: the package supports no
 * threads in Node.js (github.com/tensorflow/tfjs/issues/3830). Its tensors live outside the garbage-collected heap, in
 * a memory that grows and never shrinks.
 * @throws ModelCoreError (`engine-failed`) if WebAssembly does not start
 */
export function wasmBackend(): Promise<TensorFlow> {
  ready ??= start();
  return ready;
}

async function start(): Promise<TensorFlow> {
  const [tf] = await Promise.all([
    // Not tfjs-core, which has no gradients.
    import('@tensorflow/tfjs'),
    import('@tensorflow/tfjs-backend-wasm'),
  ]);
  if (!(await tf.setBackend('wasm')))
    throw new ModelCoreError('TensorFlow.js could not start its WebAssembly backend', {
      code: 'engine-failed',
    });
  return tf;
}
