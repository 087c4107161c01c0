import { ModelCoreError } from '../errors.ts';

/** An operator's setting; `type` is one of the binding's numbers for types. */
export interface OperatorAttribute {
  readonly name: string;
  readonly type: number;
  readonly value: boolean | number;
}

/** What is used of TensorFlow.js's binding: the backend's own way to libtensorflow. */
export interface NativeBinding {
  readonly TF_FLOAT: number;
  readonly TF_INT32: number;
  readonly TF_INT64: number;
  readonly TF_ATTR_TYPE: number;
  readonly TF_ATTR_BOOL: number;
  readonly TF_ATTR_INT: number;
  readonly TF_ATTR_FLOAT: number;
  createTensor(shape: number[], type: number, values: Float32Array | Int32Array): number;
  deleteTensor(id: number): void;
  tensorDataSync(id: number): ArrayLike<number>;
  executeOp(
    name: string,
    attributes: OperatorAttribute[],
    inputIds: number[],
    outputs: number,
  ): readonly NativeTensor[];
  getNumOfTensors(): number;
}

/** A tensor in TensorFlow's own memory, which has to be deleted. */
export interface NativeTensor {
  readonly id: number;
  readonly shape: readonly number[];
}

/**
 * TensorFlow's eager operators by name, on tensors of 32-bit floats. They are called through TensorFlow.js's binding
 * to libtensorflow and not through TensorFlow.js, which has no operator for a whole LSTM layer and whose bookkeeping
 * costs more than a small operator.
 */
export class NativeOperators {
  readonly #binding: NativeBinding;
  readonly #floatType: OperatorAttribute;
  #created: NativeTensor[] = [];

  constructor(binding: NativeBinding) {
    this.#binding = binding;
    this.#floatType = { name: 'T', type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT };
  }

  /** @param values are not to be changed while the tensor lives: it may use them where they are */
  tensor(values: Float32Array, shape: readonly number[]): NativeTensor {
    return this.#keepTrack(this.#binding.createTensor([...shape], this.#binding.TF_FLOAT, values), shape);
  }

  zeros(...shape: readonly number[]): NativeTensor {
    return this.tensor(new Float32Array(shape.reduce((product, size) => product * size, 1)), shape);
  }

  /** A tensor of one dimension, as operators take sizes and positions. */
  integers(...values: readonly number[]): NativeTensor {
    const id = this.#binding.createTensor([values.length], this.#binding.TF_INT32, Int32Array.from(values));
    return this.#keepTrack(id, [values.length]);
  }

  /** A number of 64 bits, below 2^31: its two halves, the lower one first. */
  longInteger(value: number): NativeTensor {
    return this.#keepTrack(
      this.#binding.createTensor([], this.#binding.TF_INT64, Int32Array.of(value, 0)),
      [],
    );
  }

  /** @throws ModelCoreError (`engine-failed`) where the operator has no first output */
  run(
    name: string,
    inputs: readonly NativeTensor[],
    attributes: readonly OperatorAttribute[] = [],
  ): NativeTensor {
    const [first] = this.runMany(name, inputs, 1, attributes);
    if (first === undefined) throw new ModelCoreError(`${name} gave nothing`, { code: 'engine-failed' });
    return first;
  }

  runMany(
    name: string,
    inputs: readonly NativeTensor[],
    outputs: number,
    attributes: readonly OperatorAttribute[] = [],
  ): NativeTensor[] {
    const ids = inputs.map(({ id }) => id);
    return this.#binding
      .executeOp(name, [this.#floatType, ...attributes], ids, outputs)
      .map(({ id, shape }) => this.#keepTrack(id, shape));
  }

  /** `a b`, either of them transposed where told; all of two dimensions. */
  product(
    a: NativeTensor,
    b: NativeTensor,
    { transposeA = false, transposeB = false }: { transposeA?: boolean; transposeB?: boolean } = {},
  ): NativeTensor {
    return this.run(
      'MatMul',
      [a, b],
      [this.flag('transpose_a', transposeA), this.flag('transpose_b', transposeB)],
    );
  }

  /** Sum over the first dimension. */
  sumOfRows(tensor: NativeTensor): NativeTensor {
    return this.run(
      'Sum',
      [tensor, this.integers(0)],
      [this.#indexType('Tidx'), this.flag('keep_dims', false)],
    );
  }

  reshape(tensor: NativeTensor, ...shape: readonly number[]): NativeTensor {
    return this.run('Reshape', [tensor, this.integers(...shape)], [this.#indexType('Tshape')]);
  }

  /** `count` entries of the first dimension, from `first` on. */
  slice(tensor: NativeTensor, first: number, count: number): NativeTensor {
    const others = tensor.shape.slice(1);
    const begin = this.integers(first, ...others.map(() => 0));
    return this.run('Slice', [tensor, begin, this.integers(count, ...others)], [this.#indexType('Index')]);
  }

  /** The tensor repeated along its first dimension. */
  repeat(tensor: NativeTensor, count: number): NativeTensor {
    const multiples = this.integers(count, ...tensor.shape.slice(1).map(() => 1));
    return this.run('Tile', [tensor, multiples], [this.#indexType('Tmultiples')]);
  }

  transposed(matrix: NativeTensor): NativeTensor {
    return this.run('Transpose', [matrix, this.integers(1, 0)], [this.#indexType('Tperm')]);
  }

  /** The entries of the first dimension, each a tensor. */
  unstack(tensor: NativeTensor): NativeTensor[] {
    const count = tensor.shape[0] ?? 0;
    return this.runMany('Unpack', [tensor], count, [this.#integer('num', count), this.#integer('axis', 0)]);
  }

  stack(tensors: readonly NativeTensor[]): NativeTensor {
    return this.run('Pack', tensors, [this.#integer('N', tensors.length), this.#integer('axis', 0)]);
  }

  /** Two tensors one below the other. */
  joinRows(upper: NativeTensor, lower: NativeTensor): NativeTensor {
    const axis = this.#keepTrack(
      this.#binding.createTensor([], this.#binding.TF_INT32, Int32Array.of(0)),
      [],
    );
    return this.run('ConcatV2', [upper, lower, axis], [this.#integer('N', 2), this.#indexType('Tidx')]);
  }

  flag(name: string, value: boolean): OperatorAttribute {
    return { name, type: this.#binding.TF_ATTR_BOOL, value };
  }

  number(name: string, value: number): OperatorAttribute {
    return { name, type: this.#binding.TF_ATTR_FLOAT, value };
  }

  /** A copy of its values, row-major. */
  read(tensor: NativeTensor): Float32Array<ArrayBuffer> {
    return Float32Array.from(this.#binding.tensorDataSync(tensor.id));
  }

  /** Runs `work` and deletes all tensors that it made, but for those it returns. */
  scope(work: () => readonly NativeTensor[]): readonly NativeTensor[] {
    const outer = this.#created;
    this.#created = [];
    let kept: readonly NativeTensor[] = [];
    try {
      kept = work();
      return kept;
    } finally {
      const keptIds = new Set(kept.map(({ id }) => id));
      for (const { id } of this.#created) if (!keptIds.has(id)) this.#binding.deleteTensor(id);
      this.#created = outer;
      this.#created.push(...kept);
    }
  }

  /** Tensors that live in TensorFlow's memory. */
  livingTensors(): number {
    return this.#binding.getNumOfTensors();
  }

  #keepTrack(id: number, shape: readonly number[]): NativeTensor {
    const tensor = { id, shape };
    this.#created.push(tensor);
    return tensor;
  }

  #integer(name: string, value: number): OperatorAttribute {
    return { name, type: this.#binding.TF_ATTR_INT, value };
  }

  #indexType(name: string): OperatorAttribute {
    return { name, type: this.#binding.TF_ATTR_TYPE, value: this.#binding.TF_INT32 };
  }
}
