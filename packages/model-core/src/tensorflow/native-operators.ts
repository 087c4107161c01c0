import { ModelCoreError } from '../errors.ts';

/** Attribute of an operator; `type` is one of the binding's `TF_ATTR_*` codes. */
export interface OperatorAttribute {
  readonly name: string;
  readonly type: number;
  readonly value: boolean | number;
}

/** The part of TensorFlow.js's native binding to libtensorflow that is used here. */
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

/** A tensor in TensorFlow's memory; must be deleted explicitly. */
export interface NativeTensor {
  readonly id: number;
  readonly shape: readonly number[];
}

/**
 * Runs TensorFlow's eager operators by name, on float32 tensors. Calls the binding to libtensorflow directly, because
 * TensorFlow.js has no operator for a whole LSTM layer, and its bookkeeping costs more than a small operator.
 */
export class NativeOperators {
  readonly #binding: NativeBinding;
  readonly #floatType: OperatorAttribute;
  #created: NativeTensor[] = [];

  constructor(binding: NativeBinding) {
    this.#binding = binding;
    this.#floatType = { name: 'T', type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT };
  }

  /** @param values must not change while the tensor exists, which may use them without a copy */
  tensor(values: Float32Array, shape: readonly number[]): NativeTensor {
    return this.#keepTrack(this.#binding.createTensor([...shape], this.#binding.TF_FLOAT, values), shape);
  }

  zeros(...shape: readonly number[]): NativeTensor {
    return this.tensor(new Float32Array(shape.reduce((product, size) => product * size, 1)), shape);
  }

  /** Tensor of one value, filled where tensors are instead of sent there. */
  filled(value: number, ...shape: readonly number[]): NativeTensor {
    const scalar = this.tensor(Float32Array.of(value), []);
    return this.run('Fill', [this.integers(...shape), scalar], [this.#indexType('index_type')]);
  }

  /** One-dimensional int32 tensor, for sizes and positions. */
  integers(...values: readonly number[]): NativeTensor {
    const id = this.#binding.createTensor([values.length], this.#binding.TF_INT32, Int32Array.from(values));
    return this.#keepTrack(id, [values.length]);
  }

  /**
   * Scalar int64 tensor, passed as two 32-bit halves, the lower first.
   * @param value 0 or more, below 2^31
   */
  longInteger(value: number): NativeTensor {
    return this.#keepTrack(
      this.#binding.createTensor([], this.#binding.TF_INT64, Int32Array.of(value, 0)),
      [],
    );
  }

  /** @throws ModelCoreError (`engine-failed`) if the operator returns no output */
  run(
    name: string,
    inputs: readonly NativeTensor[],
    attributes: readonly OperatorAttribute[] = [],
  ): NativeTensor {
    const [first] = this.runMany(name, inputs, 1, attributes);
    if (first === undefined)
      throw new ModelCoreError(`${name} returned no output`, { code: 'engine-failed' });
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

  /** Matrix product `a b`, optionally with `a` or `b` transposed. */
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
    return this.#sumOver(tensor, 0);
  }

  /** Sum over the second dimension. */
  sumOfColumns(tensor: NativeTensor): NativeTensor {
    return this.#sumOver(tensor, 1);
  }

  reshape(tensor: NativeTensor, ...shape: readonly number[]): NativeTensor {
    return this.run('Reshape', [tensor, this.integers(...shape)], [this.#indexType('Tshape')]);
  }

  /** `count` entries of the first dimension, starting at `first`. */
  slice(tensor: NativeTensor, first: number, count: number): NativeTensor {
    const others = tensor.shape.slice(1);
    const begin = this.integers(first, ...others.map(() => 0));
    return this.run('Slice', [tensor, begin, this.integers(count, ...others)], [this.#indexType('Index')]);
  }

  /** The tensor repeated `count` times along its first dimension. */
  repeat(tensor: NativeTensor, count: number): NativeTensor {
    const multiples = this.integers(count, ...tensor.shape.slice(1).map(() => 1));
    return this.run('Tile', [tensor, multiples], [this.#indexType('Tmultiples')]);
  }

  transposed(matrix: NativeTensor): NativeTensor {
    return this.run('Transpose', [matrix, this.integers(1, 0)], [this.#indexType('Tperm')]);
  }

  /** Entries of the first dimension as separate tensors. */
  unstack(tensor: NativeTensor): NativeTensor[] {
    const count = tensor.shape[0] ?? 0;
    return this.runMany('Unpack', [tensor], count, [this.#integer('num', count), this.#integer('axis', 0)]);
  }

  stack(tensors: readonly NativeTensor[]): NativeTensor {
    return this.run('Pack', tensors, [this.#integer('N', tensors.length), this.#integer('axis', 0)]);
  }

  /** Two tensors concatenated along the first dimension. */
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

  /** Copy of the tensor's values, row-major. */
  read(tensor: NativeTensor): Float32Array<ArrayBuffer> {
    return new Float32Array(this.#binding.tensorDataSync(tensor.id));
  }

  /** Runs `work` and deletes all tensors that it created, except those that it returns. */
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

  /** Number of tensors in TensorFlow's memory. */
  livingTensors(): number {
    return this.#binding.getNumOfTensors();
  }

  #keepTrack(id: number, shape: readonly number[]): NativeTensor {
    const tensor = { id, shape };
    this.#created.push(tensor);
    return tensor;
  }

  #sumOver(tensor: NativeTensor, dimension: number): NativeTensor {
    return this.run(
      'Sum',
      [tensor, this.integers(dimension)],
      [this.#indexType('Tidx'), this.flag('keep_dims', false)],
    );
  }

  #integer(name: string, value: number): OperatorAttribute {
    return { name, type: this.#binding.TF_ATTR_INT, value };
  }

  #indexType(name: string): OperatorAttribute {
    return { name, type: this.#binding.TF_ATTR_TYPE, value: this.#binding.TF_INT32 };
  }
}
