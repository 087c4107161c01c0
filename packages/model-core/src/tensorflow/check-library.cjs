// Multiplies two matrices with the package given on the command line; prints product, version, device and whether the library
// has kernels for CUDA as JSON. Runs in its own process, because an incompatible native library can crash it.
const tf = require(process.argv[2]);

const product = tf.matMul(tf.tensor2d([1, 2, 3, 4], [2, 2]), tf.tensor2d([5, 6, 7, 8], [2, 2]));
const backend = tf.backend();
const { binding } = backend;

/** TensorFlow names the kernels of an operator where it cannot place one: this one has them in builds for CUDA alone. */
function hasCudaKernels() {
  if (backend.isUsingGpuDevice) return true;
  const zeros = (...shape) =>
    binding.createTensor(shape, binding.TF_FLOAT, new Float32Array(shape.reduce((a, b) => a * b, 1)));
  try {
    binding.executeOp(
      'CudnnRNNV3',
      [{ name: 'T', type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT }],
      [
        zeros(1, 1, 1),
        zeros(1, 1, 1),
        zeros(1, 1, 1),
        zeros(16),
        binding.createTensor([1], binding.TF_INT32, Int32Array.of(1)),
      ],
      5,
    );
    return true;
  } catch (error) {
    return /device='GPU'/.test(String(error));
  }
}

process.stdout.write(
  `\n${JSON.stringify({
    product: [...product.dataSync()],
    version: binding.TF_Version,
    usesGpu: backend.isUsingGpuDevice === true,
    cudaKernels: hasCudaKernels(),
  })}\n`,
);
