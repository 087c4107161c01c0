import { createSession, floatOutput, runSession, type Parameters } from '@beatwatch/model-core';
import { withNoise } from '../ct/low-dose.ts';
import { networkFeeds } from '../model/network-pass.ts';
import type { ActivationRanges, BlockRanges, Range } from '../network/int8-blocks.ts';
import { rangeGraph, rangeOutputs } from '../network/onnx-graph.ts';
import { blockName, blocksOf, type ResidualNetwork } from '../network/residual-network.ts';
import type { NetworkPass } from '../network/run-network.ts';
import { findCtNoise } from '../slices/denoise-ct-slice.ts';
import type { ValidationSlice } from './validation.ts';

/**
 * Ranges of the blocks' images over some slices of training patients, each with its first draw of noise.
 * @throws ModelCoreError (`engine-failed`)
 */
export async function activationRanges(
  network: ResidualNetwork,
  parameters: Parameters,
  slices: readonly ValidationSlice[],
): Promise<ActivationRanges> {
  const session = await createSession(rangeGraph(network, parameters), {});
  const blocks = blocksOf(network).map(blockName);
  const found = new Map<string, Range>();
  const pass: NetworkPass = async (planes, tile) => {
    const outputs = await runSession(session, networkFeeds(planes, tile));
    const valueOf = (name: string): number => floatOutput(outputs, name)[0] ?? 0;
    for (const block of blocks)
      for (const image of images) {
        const [lowest, highest] = rangeOutputs(block, image);
        const [low, high] = found.get(`${block}.${image}`) ?? [0, 0];
        found.set(`${block}.${image}`, [Math.min(low, valueOf(lowest)), Math.max(high, valueOf(highest))]);
      }
    return new Float32Array(tile.width * tile.height);
  };
  for (const { clean, noises, pixelSpacingMm } of slices) {
    const [draw] = noises;
    if (draw !== undefined) await findCtNoise(network, pass, withNoise(clean, draw), { pixelSpacingMm });
  }
  await session.release();
  const rangesOf = (block: string): BlockRanges => {
    const range = (image: keyof BlockRanges): Range => found.get(`${block}.${image}`) ?? [0, 0];
    return { input: range('input'), hidden: range('hidden'), output: range('output') };
  };
  return Object.fromEntries(blocks.map((block) => [block, rangesOf(block)]));
}

const images = ['input', 'hidden', 'output'] as const;
