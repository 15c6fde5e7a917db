/** Draws the Universal Sentence Encoder Lite (two transformer layers, mean, tanh) as an ONNX graph around the published weights. */
import { createOnnxGraph, type OnnxGraph } from './onnx-writer.ts';
import type { FindWeight, Weight } from './use-lite-weights.ts';

export const useLiteDimension = 512;
/** Longer texts are cut, as the published model does. */
export const maxTokens = 128;
const heads = 4;
const widths = [256, 512] as const; // of the two layers' input

/** An ONNX model: `ids` int64 [batch, tokens] and `mask` float [batch, tokens] (1 = token, 0 = padding) -> `vectors` float [batch, 512], unit length. */
export const useLiteToOnnx = (find: FindWeight): Uint8Array => {
  const graph = createOnnxGraph('use_lite');
  const { node, integers, floats } = graph;

  // (1 - mask) * -1e9 keeps attention away from padding
  const paddingBias = node('Mul', [node('Sub', [floats([], [1]), 'mask']), scalar(graph, find(/attention_bias_ignore_padding\/mul\/y$/))]);
  const bias = node('Unsqueeze', [paddingBias, integers(1, 2)]);
  let current = embedTokens(graph, find);
  for (const layer of [0, 1] as const) current = transformerLayer(graph, find, { layer, input: current, bias });

  const wordAxis = integers(1);
  const summed = node('ReduceSum', [node('Mul', [current, node('Unsqueeze', ['mask', integers(2)])]), wordAxis], { keepdims: 0 });
  const mean = node('Div', [summed, node('ReduceSum', ['mask', wordAxis], { keepdims: 1 })]);
  const hidden = node('Tanh', [linear(graph, mean, find(/tanh_layer_0\/weights/), find(/tanh_layer_0\/bias/))]);
  const length = node('Sqrt', [node('ReduceSum', [node('Mul', [hidden, hidden]), wordAxis], { keepdims: 1 })]);
  return graph.toBytes({
    inputs: { ids: { type: 'int64', dims: ['batch', 'tokens'] }, mask: { type: 'float', dims: ['batch', 'tokens'] } },
    output: { name: 'vectors', of: node('Div', [hidden, length]), dims: ['batch', useLiteDimension] },
  });
};

/** Twice the token's embedding plus the timing signal of its position. */
const embedTokens = ({ node, integers, floats }: OnnxGraph, find: FindWeight): string => {
  const embeddings = find(/module\/Embeddings_en$/);
  const timescales = find(/TimingSignal\/ExpandDims_1$/).values;
  const signal = new Float32Array(maxTokens * widths[0]);
  for (let position = 0; position < maxTokens; position += 1) {
    timescales.forEach((timescale, i) => {
      signal[position * widths[0] + i] = Math.sin(position * timescale);
      signal[position * widths[0] + timescales.length + i] = Math.cos(position * timescale);
    });
  }
  const tokens = node('Slice', [node('Shape', ['ids']), integers(1), integers(2), integers(0)]);
  const timing = node('Slice', [floats([maxTokens, widths[0]], signal), integers(0), tokens, integers(0)]);
  const embedded = node('Gather', [floats(embeddings.shape, embeddings.values), 'ids']);
  return node('Add', [node('Mul', [embedded, floats([], [2])]), timing]);
};

const transformerLayer = (graph: OnnxGraph, find: FindWeight, { layer, input, bias }: { layer: 0 | 1; input: string; bias: string }): string => {
  const of = (name: string): Weight => find(new RegExp(`Encode/(TransformerStack/)?Layer_${layer}/TransformerLayer/${name}`));
  const norm = (name: string): { scale: Weight; bias: Weight } => ({
    scale: of(`${name}layer_prepostprocess/layer_norm/layer_norm_scale`),
    bias: of(`${name}layer_prepostprocess/layer_norm/layer_norm_bias`),
  });
  const epsilon = find(/layer_norm\/Cast\/x$/).values[0] ?? 0;
  const normalized = normalize(graph, input, norm(''), epsilon);
  const attended = attention(graph, of, { input: normalized, bias, width: widths[layer] });
  // the first layer widens 256 to 512, so its residual does too
  const residual = layer === 0 ? linear(graph, input, of('dense/kernel'), of('dense/bias')) : input;
  const sum = graph.node('Add', [attended, residual]);

  const fed = normalize(graph, sum, norm('FFN/'), epsilon);
  const inner = graph.node('Relu', [linear(graph, fed, of('FFN/conv1/Tensordot/Reshape_1'), of('FFN/conv1/bias'))]);
  return graph.node('Add', [linear(graph, inner, of('FFN/conv2/Tensordot/Reshape_1'), of('FFN/conv2/bias')), sum]);
};

const attention = (graph: OnnxGraph, of: (name: string) => Weight, { input, bias, width }: { input: string; bias: string; width: number }): string => {
  const { node, integers } = graph;
  const merged = linear(graph, input, of('MultiheadAttention/qkv_transform_single/kernel'), of('MultiheadAttention/qkv_transform_single/bias'));
  const [query = '', key = '', value = ''] = graph.split([merged, integers(width, width, width)], 3, { axis: 2 });
  const perHead = (tensor: string, perm: readonly number[]): string =>
    node('Transpose', [node('Reshape', [tensor, integers(0, 0, heads, width / heads)])], { perm });
  const scaled = node('Mul', [perHead(query, [0, 2, 1, 3]), scalar(graph, of('MultiheadAttention/mul/y$'))]);
  const logits = node('Add', [node('MatMul', [scaled, perHead(key, [0, 2, 3, 1])]), bias]);
  const mixed = node('MatMul', [node('Softmax', [logits], { axis: -1 }), perHead(value, [0, 2, 1, 3])]);
  const joined = node('Reshape', [node('Transpose', [mixed], { perm: [0, 2, 1, 3] }), integers(0, 0, width)]);
  return linear(graph, joined, of('MultiheadAttention/output_transform_single/kernel'), of('MultiheadAttention/output_transform_single/bias'));
};

const normalize = ({ node, floats }: OnnxGraph, input: string, { scale, bias }: { scale: Weight; bias: Weight }, epsilon: number): string =>
  node('LayerNormalization', [input, floats([scale.values.length], scale.values), floats([bias.values.length], bias.values)], { axis: -1, epsilon: { float: epsilon } });

const linear = ({ node, floats }: OnnxGraph, input: string, weight: Weight, bias: Weight): string =>
  node('Add', [node('MatMul', [input, floats(weight.shape.slice(-2), weight.values)]), floats([bias.values.length], bias.values)]);

const scalar = ({ floats }: OnnxGraph, weight: Weight): string => floats([], weight.values);
