// Multiplies two matrices with the package given on the command line; prints product, version and device as JSON.
// Runs in its own process, because an incompatible native library can crash it.
const tf = require(process.argv[2]);

const product = tf.matMul(tf.tensor2d([1, 2, 3, 4], [2, 2]), tf.tensor2d([5, 6, 7, 8], [2, 2]));
const backend = tf.backend();
process.stdout.write(
  `\n${JSON.stringify({
    product: [...product.dataSync()],
    version: backend.binding.TF_Version,
    gpu: backend.isUsingGpuDevice === true,
  })}\n`,
);
