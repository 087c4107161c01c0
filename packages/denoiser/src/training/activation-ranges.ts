import { createSession, floatOutput, runSession, type Parameters } from '@beatwatch/model-core';
import { quantile } from '@beatwatch/statistics';
import { withNoise } from '../ct/low-dose.ts';
import { networkFeeds } from '../model/network-pass.ts';
import type { ActivationRanges, BlockRanges, Range } from '../network/int8-blocks.ts';
import { rangeGraph, rangeOutputs } from '../network/onnx-graph.ts';
import { blockName, blocksOf, type ResidualNetwork } from '../network/residual-network.ts';
import type { NetworkPass } from '../network/run-network.ts';
import { findCtNoise } from '../slices/denoise-ct-slice.ts';
import { widestAmplitude } from './ct-batches.ts';
import type { ValidationSlice } from './validation.ts';

/** Share of the slices that lie within the ranges: wider ones, for the few extreme slices, have coarser steps for all. */
const shareWithin = 0.75;

/** Lowest and highest values of one of a block's images, one for each slice. */
interface Extremes {
  readonly lowest: number[];
  readonly highest: number[];
}

/**
 * Ranges of the blocks' images over some slices of training patients, each under its first draw of noise, as strong as the
 * network has learned from at most.
 * @throws ModelCoreError (`engine-failed`)
 */
export async function activationRanges(
  network: ResidualNetwork,
  parameters: Parameters,
  slices: readonly ValidationSlice[],
): Promise<ActivationRanges> {
  const session = await createSession(rangeGraph(network, parameters), {});
  const blocks = blocksOf(network).map(blockName);
  const found = new Map(
    blocks.flatMap((block) => images.map((image) => [`${block}.${image}`, noExtremes()] as const)),
  );
  const pass: NetworkPass = async (planes, tile) => {
    const outputs = await runSession(session, networkFeeds(planes, tile));
    for (const block of blocks)
      for (const image of images) {
        const [lowest, highest] = rangeOutputs(block, image);
        const extremes = found.get(`${block}.${image}`);
        extremes?.lowest.push(floatOutput(outputs, lowest)[0] ?? 0);
        extremes?.highest.push(floatOutput(outputs, highest)[0] ?? 0);
      }
    return new Float32Array(tile.width * tile.height);
  };
  for (const { clean, noises, pixelSpacingMm } of slices) {
    const [draw] = noises;
    if (draw === undefined) continue;
    const noise = { ...draw, values: draw.values.map((hu) => widestAmplitude * hu) };
    await findCtNoise(network, pass, withNoise(clean, noise), { pixelSpacingMm });
  }
  await session.release();
  const rangesOf = (block: string): BlockRanges => {
    const range = (image: keyof BlockRanges): Range => {
      const { lowest, highest } = found.get(`${block}.${image}`) ?? noExtremes();
      return [Math.min(0, quantile(lowest, 1 - shareWithin)), Math.max(0, quantile(highest, shareWithin))];
    };
    return { input: range('input'), hidden: range('hidden'), output: range('output') };
  };
  return Object.fromEntries(blocks.map((block) => [block, rangesOf(block)]));
}

const noExtremes = (): Extremes => ({ lowest: [], highest: [] });
const images = ['input', 'hidden', 'output'] as const;
