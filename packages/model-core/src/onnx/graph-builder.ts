import { Buffer } from 'node:buffer';
import { ProtobufWriter } from './protobuf-writer.ts';

/** Name of a value in a graph: an input, a constant or a node's output. */
export type Value = string;
/** Sizes of an input or output; a text names a size that is known at run time alone. */
export type Shape = readonly (number | string)[];
export type Attributes = Readonly<Record<string, number | readonly number[] | GraphBuilder>>;

// Field numbers and codes below are those of onnx.proto3 (github.com/onnx/onnx), IR version 8.
const irVersion = 8;
const operatorSetVersion = 13;
const elementType = { float32: 1, int8: 3, int64: 7 } as const;
/** Operators that onnxruntime adds to the standard (its ContribOperators.md). */
const onnxruntimeDomain = 'com.microsoft';
const onnxruntimeOperators = new Set(['DynamicQuantizeLSTM']);
const attributeType = { integer: 2, graph: 5, integers: 7 } as const;

/** Output `index` of a node that has several; `first` is what {@link GraphBuilder.node} returned. */
export const nthOutput = (first: Value, index: number): Value => (index === 0 ? first : `${first}/${index}`);

/** Builds one ONNX graph, node by node; the methods return the name of the value they made. */
export class GraphBuilder {
  readonly #names: { taken: number };
  readonly #nodes: ProtobufWriter[] = [];
  readonly #constants: ProtobufWriter[] = [];
  readonly #inputs: ProtobufWriter[] = [];
  readonly #outputs: ProtobufWriter[] = [];

  /** @param outer the graph whose node gets this one as its body: it sees the outer values, so no name repeats */
  constructor(outer?: GraphBuilder) {
    this.#names = outer === undefined ? { taken: 0 } : outer.#names;
  }

  #freshName(prefix: string): Value {
    this.#names.taken += 1;
    return `${prefix}_${this.#names.taken}`;
  }

  /** A float32 input, under a name of its own where the caller feeds it by name. */
  input(shape: Shape, name: string = this.#freshName('input')): Value {
    this.#inputs.push(encodeValueInfo(name, shape));
    return name;
  }

  /** A float32 output, under a name of its own where the caller fetches it by name. */
  output(value: Value, shape: Shape, name?: string): void {
    if (name !== undefined) this.#nodes.push(encodeNode('Identity', [value], [name], {}));
    this.#outputs.push(encodeValueInfo(name ?? value, shape));
  }

  floats(values: Float32Array, shape: readonly number[]): Value {
    const name = this.#freshName('floats');
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    this.#constants.push(encodeTensor(name, elementType.float32, shape, bytes));
    return name;
  }

  bytes(values: Int8Array, shape: readonly number[]): Value {
    const name = this.#freshName('bytes');
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    this.#constants.push(encodeTensor(name, elementType.int8, shape, bytes));
    return name;
  }

  scalar(value: number): Value {
    return this.floats(Float32Array.of(value), []);
  }

  integers(...values: readonly number[]): Value {
    const name = this.#freshName('integers');
    const bytes = new Uint8Array(BigInt64Array.from(values, BigInt).buffer);
    this.#constants.push(encodeTensor(name, elementType.int64, [values.length], bytes));
    return name;
  }

  /** @returns the node's first output; see {@link nthOutput} for the others */
  node(operator: string, inputs: readonly Value[], attributes: Attributes = {}, outputCount = 1): Value {
    const first = this.#freshName(operator);
    const outputs = Array.from({ length: outputCount }, (_, index) => nthOutput(first, index));
    this.#nodes.push(encodeNode(operator, inputs, outputs, attributes));
    return first;
  }

  /** GraphProto. */
  encode(name: string): ProtobufWriter {
    const graph = new ProtobufWriter().text(2, name);
    for (const node of this.#nodes) graph.message(1, node);
    for (const constant of this.#constants) graph.message(5, constant);
    for (const input of this.#inputs) graph.message(11, input);
    for (const output of this.#outputs) graph.message(12, output);
    return graph;
  }

  /** @returns a whole ONNX file (ModelProto) */
  toModel(name: string): Uint8Array {
    const operatorSet = (domain: string, version: number) =>
      new ProtobufWriter().text(1, domain).integer(2, version);
    return new ProtobufWriter()
      .integer(1, irVersion)
      .text(2, 'beatwatch')
      .message(7, this.encode(name))
      .message(8, operatorSet('', operatorSetVersion))
      .message(8, operatorSet(onnxruntimeDomain, 1))
      .finish();
  }
}

/**
 * The ONNX file with texts beside its graph, by name (`metadata_props`).
 * @param model a whole ONNX file: Protobuf lets a message's fields follow each other in any order
 */
export function withMetadata(model: Uint8Array, metadata: Readonly<Record<string, string>>): Uint8Array {
  const texts = new ProtobufWriter();
  for (const [key, value] of Object.entries(metadata))
    texts.message(14, new ProtobufWriter().text(1, key).text(2, value));
  return Buffer.concat([model, texts.finish()]);
}

function encodeTensor(
  name: string,
  type: number,
  shape: readonly number[],
  bytes: Uint8Array,
): ProtobufWriter {
  const tensor = new ProtobufWriter();
  for (const size of shape) tensor.integer(1, size);
  return tensor.integer(2, type).text(8, name).bytes(9, bytes);
}

function encodeValueInfo(name: string, shape: Shape): ProtobufWriter {
  const shapeProto = new ProtobufWriter();
  for (const size of shape) {
    const dimension = new ProtobufWriter();
    shapeProto.message(1, typeof size === 'number' ? dimension.integer(1, size) : dimension.text(2, size));
  }
  const tensorType = new ProtobufWriter().integer(1, elementType.float32).message(2, shapeProto);
  return new ProtobufWriter().text(1, name).message(2, new ProtobufWriter().message(1, tensorType));
}

function encodeAttribute(name: string, value: Attributes[string]): ProtobufWriter {
  const attribute = new ProtobufWriter().text(1, name);
  if (typeof value === 'number') return attribute.integer(3, value).integer(20, attributeType.integer);
  if (value instanceof GraphBuilder)
    return attribute.message(6, value.encode(name)).integer(20, attributeType.graph);
  for (const entry of value) attribute.integer(8, entry);
  return attribute.integer(20, attributeType.integers);
}

function encodeNode(
  operator: string,
  inputs: readonly Value[],
  outputs: readonly Value[],
  attributes: Attributes,
): ProtobufWriter {
  const node = new ProtobufWriter();
  for (const input of inputs) node.text(1, input);
  for (const output of outputs) node.text(2, output);
  node.text(4, operator);
  if (onnxruntimeOperators.has(operator)) node.text(7, onnxruntimeDomain);
  for (const [name, value] of Object.entries(attributes)) node.message(5, encodeAttribute(name, value));
  return node;
}
