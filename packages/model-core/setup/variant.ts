/** Of TensorFlow.js's package, and of its library. */
export type Variant = 'cpu' | 'gpu';
