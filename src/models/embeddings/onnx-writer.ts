/** Writes an ONNX model (opset 17): as much of protobuf and of the ONNX schema as a small inference graph needs. */

type Bytes = readonly Uint8Array[];
/** A whole number becomes an `int` attribute, a list an `ints` attribute. */
type Attribute = number | readonly number[] | { readonly float: number };
type Dimension = number | string;

export type OnnxGraph = {
  /** Adds a constant; returns its name. `dims` [] = a scalar. */
  floats(dims: readonly number[], values: Float32Array | readonly number[]): string;
  /** Adds a one-dimensional constant of 64-bit integers; returns its name. */
  integers(...values: number[]): string;
  /** Adds an operation; returns the name of its output. */
  node(operation: string, inputs: readonly string[], attributes?: Record<string, Attribute>): string;
  /** The same for an operation with several outputs. */
  split(inputs: readonly string[], outputs: number, attributes: Record<string, Attribute>): string[];
  /** The finished model; a text as dimension is a free one, e.g. `batch`. */
  toBytes(ports: {
    readonly inputs: Record<string, { readonly type: 'float' | 'int64'; readonly dims: readonly Dimension[] }>;
    readonly output: { readonly name: string; readonly of: string; readonly dims: readonly Dimension[] };
  }): Uint8Array;
};

const elementTypes = { float: 1, int64: 7 } as const;
const attributeTypes = { float: 1, int: 2, ints: 7 } as const;
const [irVersion, opsetVersion] = [8, 17];

export const createOnnxGraph = (name: string): OnnxGraph => {
  const nodes: Bytes[] = [];
  const constants: Bytes[] = [];
  let lastName = 0;
  const freshName = (): string => {
    lastName += 1;
    return `v${lastName}`;
  };
  const constant = (type: number, dims: readonly number[], raw: Uint8Array): string => {
    const constantName = freshName();
    constants.push(message(5, [...dims.map((dim) => integer(1, dim)), integer(2, type), text(8, constantName), bytes(9, [raw])]));
    return constantName;
  };
  const add = (operation: string, inputs: readonly string[], outputs: readonly string[], attributes: Record<string, Attribute>): void => {
    nodes.push(
      message(1, [
        ...inputs.map((input) => text(1, input)),
        ...outputs.map((output) => text(2, output)),
        text(4, operation),
        ...Object.entries(attributes).map(([key, value]) => message(5, [text(1, key), ...attributeValue(value)])),
      ]),
    );
  };

  return {
    floats(dims, values) {
      const { buffer, byteOffset, byteLength } = values instanceof Float32Array ? values : Float32Array.from(values);
      return constant(elementTypes.float, dims, new Uint8Array(buffer, byteOffset, byteLength));
    },
    integers: (...values) => constant(elementTypes.int64, [values.length], new Uint8Array(BigInt64Array.from(values, BigInt).buffer)),
    node(operation, inputs, attributes = {}) {
      const output = freshName();
      add(operation, inputs, [output], attributes);
      return output;
    },
    split(inputs, count, attributes) {
      const outputs = Array.from({ length: count }, freshName);
      add('Split', inputs, outputs, attributes);
      return outputs;
    },
    toBytes({ inputs, output }) {
      add('Identity', [output.of], [output.name], {});
      const graph = message(7, [
        ...nodes,
        text(2, name),
        ...constants,
        ...Object.entries(inputs).map(([input, { type, dims }]) => valueInfo(11, input, elementTypes[type], dims)),
        valueInfo(12, output.name, elementTypes.float, output.dims),
      ]);
      return Buffer.concat([...integer(1, irVersion), ...text(2, 'animetrackr'), ...graph, ...message(8, [text(1, ''), integer(2, opsetVersion)])]);
    },
  };
};

const attributeValue = (value: Attribute): Bytes[] => {
  if (typeof value === 'number') return [integer(3, value), integer(20, attributeTypes.int)];
  if ('float' in value) return [float(2, value.float), integer(20, attributeTypes.float)];
  return [...value.map((item) => integer(8, item)), integer(20, attributeTypes.ints)];
};

const valueInfo = (field: number, name: string, type: number, dims: readonly Dimension[]): Bytes => {
  const shape = message(2, dims.map((dim) => message(1, [typeof dim === 'number' ? integer(1, dim) : text(2, dim)])));
  return message(field, [text(1, name), message(2, [message(1, [integer(1, type), shape])])]);
};

// Protobuf: each field is a tag (number and wire type), then a varint (0), a length and bytes (2), or four bytes (5).
const varint = (value: number): Uint8Array => {
  const bytesOfValue: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value)); // negative numbers travel as 64-bit two's complement
  do {
    const more = rest > 127n;
    bytesOfValue.push(Number(rest & 127n) | (more ? 128 : 0));
    rest >>= 7n;
  } while (rest > 0n);
  return Uint8Array.from(bytesOfValue);
};
const tag = (field: number, wireType: 0 | 2 | 5): Uint8Array => varint(field * 8 + wireType);
const integer = (field: number, value: number): Bytes => [tag(field, 0), varint(value)];
const float = (field: number, value: number): Bytes => [tag(field, 5), new Uint8Array(Float32Array.of(value).buffer)];
const bytes = (field: number, parts: Bytes): Bytes => [tag(field, 2), varint(parts.reduce((sum, part) => sum + part.length, 0)), ...parts];
const text = (field: number, value: string): Bytes => bytes(field, [Buffer.from(value)]);
const message = (field: number, fields: readonly Bytes[]): Bytes => bytes(field, fields.flat());
