import { Buffer } from 'node:buffer';
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';

/** Name of an input, a constant or a node's output in a graph. */
export type Value = string;
/** Shape of an input or output; a string names a dimension whose size is known only at run time. */
export type Shape = readonly (number | string)[];
export type Attributes = Readonly<Record<string, number | readonly number[] | GraphBuilder>>;

// Field numbers and codes follow onnx.proto3 (github.com/onnx/onnx), IR version 8.
const irVersion = 8;
const operatorSetVersion = 13;
const elementType = { float32: 1, uint8: 2, int8: 3, int32: 6, int64: 7 } as const;
/** Domain of onnxruntime's own operators (onnxruntime, ContribOperators.md). */
const onnxruntimeDomain = 'com.microsoft';
const onnxruntimeOperators = new Set(['DynamicQuantizeLSTM']);
const attributeType = { integer: 2, graph: 5, integers: 7 } as const;

/** Output `index` of a node with several outputs; `first` is the result of {@link GraphBuilder.node}. */
export const nthOutput = (first: Value, index: number): Value => (index === 0 ? first : `${first}/${index}`);

/** Builds an ONNX graph node by node; methods return the name of the new value. */
export class GraphBuilder {
  readonly #names: { taken: number };
  readonly #nodes: Uint8Array[] = [];
  readonly #constants: Uint8Array[] = [];
  readonly #inputs: Uint8Array[] = [];
  readonly #outputs: Uint8Array[] = [];

  /**
   * @param outer graph with the node whose body this graph is; shares its names, because a body sees the outer values
   */
  constructor(outer?: GraphBuilder) {
    this.#names = outer === undefined ? { taken: 0 } : outer.#names;
  }

  #freshName(prefix: string): Value {
    this.#names.taken += 1;
    return `${prefix}_${this.#names.taken}`;
  }

  /** Adds a float32 input. Default name: a unique one. */
  input(shape: Shape, name: string = this.#freshName('input')): Value {
    this.#inputs.push(encodeValueInfo(name, shape));
    return name;
  }

  /** Declares a value as a float32 output. Default name: that of the value. */
  output(value: Value, shape: Shape, name?: string): void {
    if (name !== undefined) this.#nodes.push(encodeNode('Identity', [value], [name], {}));
    this.#outputs.push(encodeValueInfo(name ?? value, shape));
  }

  floats(values: Float32Array, shape: readonly number[]): Value {
    return this.#constant('floats', elementType.float32, values, shape);
  }

  bytes(values: Int8Array | Uint8Array, shape: readonly number[]): Value {
    const type = values instanceof Int8Array ? elementType.int8 : elementType.uint8;
    return this.#constant('bytes', type, values, shape);
  }

  /** Integers of 32 bits. */
  words(values: Int32Array, shape: readonly number[]): Value {
    return this.#constant('words', elementType.int32, values, shape);
  }

  #constant(prefix: string, type: number, values: ArrayBufferView, shape: readonly number[]): Value {
    const name = this.#freshName(prefix);
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    this.#constants.push(encodeTensor(name, type, shape, bytes));
    return name;
  }

  scalar(value: number): Value {
    return this.floats(Float32Array.of(value), []);
  }

  integers(...values: readonly number[]): Value {
    return this.#constant('integers', elementType.int64, BigInt64Array.from(values, BigInt), [values.length]);
  }

  /** @returns the node's first output; see {@link nthOutput} for the others */
  node(operator: string, inputs: readonly Value[], attributes: Attributes = {}, outputCount = 1): Value {
    const first = this.#freshName(operator);
    const outputs = Array.from({ length: outputCount }, (_, index) => nthOutput(first, index));
    this.#nodes.push(encodeNode(operator, inputs, outputs, attributes));
    return first;
  }

  /** Encodes the graph as a GraphProto. */
  encode(name: string): Uint8Array {
    const graph = new BinaryWriter();
    text(graph, 2, name);
    for (const node of this.#nodes) message(graph, 1, node);
    for (const constant of this.#constants) message(graph, 5, constant);
    for (const input of this.#inputs) message(graph, 11, input);
    for (const output of this.#outputs) message(graph, 12, output);
    return graph.finish();
  }

  /** Encodes the graph as an ONNX file (ModelProto). */
  toModel(name: string): Uint8Array {
    const operatorSet = (domain: string, version: number) =>
      integer(text(new BinaryWriter(), 1, domain), 2, version).finish();
    const model = new BinaryWriter();
    integer(model, 1, irVersion);
    text(model, 2, 'beatwatch');
    message(model, 7, this.encode(name));
    message(model, 8, operatorSet('', operatorSetVersion));
    message(model, 8, operatorSet(onnxruntimeDomain, 1));
    return model.finish();
  }
}

/**
 * Adds metadata (`metadata_props`) to an ONNX file. Appends it, because Protobuf fields may be in any order.
 * @param model ONNX file (ModelProto)
 */
export function withMetadata(model: Uint8Array, metadata: Readonly<Record<string, string>>): Uint8Array {
  const texts = new BinaryWriter();
  for (const [key, value] of Object.entries(metadata))
    message(texts, 14, text(text(new BinaryWriter(), 1, key), 2, value).finish());
  return Buffer.concat([model, texts.finish()]);
}

const integer = (writer: BinaryWriter, field: number, value: number): BinaryWriter =>
  writer.tag(field, WireType.Varint).int64(value);

const text = (writer: BinaryWriter, field: number, value: string): BinaryWriter =>
  writer.tag(field, WireType.LengthDelimited).string(value);

const message = (writer: BinaryWriter, field: number, value: Uint8Array): BinaryWriter =>
  writer.tag(field, WireType.LengthDelimited).bytes(value);

function encodeTensor(name: string, type: number, shape: readonly number[], bytes: Uint8Array): Uint8Array {
  const tensor = new BinaryWriter();
  for (const size of shape) integer(tensor, 1, size);
  integer(tensor, 2, type);
  text(tensor, 8, name);
  return message(tensor, 9, bytes).finish();
}

function encodeValueInfo(name: string, shape: Shape): Uint8Array {
  const shapeProto = new BinaryWriter();
  for (const size of shape) {
    const dimension = new BinaryWriter();
    if (typeof size === 'number') integer(dimension, 1, size);
    else text(dimension, 2, size);
    message(shapeProto, 1, dimension.finish());
  }
  const tensorType = integer(new BinaryWriter(), 1, elementType.float32);
  message(tensorType, 2, shapeProto.finish());
  const type = message(new BinaryWriter(), 1, tensorType.finish());
  return message(text(new BinaryWriter(), 1, name), 2, type.finish()).finish();
}

function encodeAttribute(name: string, value: Attributes[string]): Uint8Array {
  const attribute = text(new BinaryWriter(), 1, name);
  if (typeof value === 'number') {
    integer(attribute, 3, value);
    return integer(attribute, 20, attributeType.integer).finish();
  }
  if (value instanceof GraphBuilder) {
    message(attribute, 6, value.encode(name));
    return integer(attribute, 20, attributeType.graph).finish();
  }
  for (const entry of value) integer(attribute, 8, entry);
  return integer(attribute, 20, attributeType.integers).finish();
}

function encodeNode(
  operator: string,
  inputs: readonly Value[],
  outputs: readonly Value[],
  attributes: Attributes,
): Uint8Array {
  const node = new BinaryWriter();
  for (const input of inputs) text(node, 1, input);
  for (const output of outputs) text(node, 2, output);
  text(node, 4, operator);
  if (onnxruntimeOperators.has(operator)) text(node, 7, onnxruntimeDomain);
  for (const [name, value] of Object.entries(attributes)) message(node, 5, encodeAttribute(name, value));
  return node.finish();
}
