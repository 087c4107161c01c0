import { createSession, floatOutput, runSession, type Parameters } from '@beatwatch/model-core';
import { withNoise } from '../ct/low-dose.ts';
import { networkFeeds } from '../model/network-pass.ts';
import type { BlockRanges, ByteRanges, Range } from '../network/int8-blocks.ts';
import { graphOutput, rangeGraph, rangeOutputs } from '../network/onnx-graph.ts';
import { blockName, blocksOf, type ResidualNetwork } from '../network/residual-network.ts';
import type { NetworkPass } from '../network/run-network.ts';
import { strongestNoiseHu } from '../network/strongest-noise.ts';
import { findCtNoise } from '../slices/denoise-ct-slice.ts';
import type { ValidationSlice } from './validation.ts';

/** Share of the slices, those with the least noise, that lie within the ranges: wider ones have coarser steps for all. */
const shareWithin = 0.75;

/** What the network makes of one slice. */
interface PassRanges {
  readonly noiseHu: number;
  /** By block and image. */
  readonly ranges: ReadonlyMap<string, Range>;
}

/**
 * Ranges of the blocks' images over slices of training patients, each with its first draw of noise, and the strongest noise
 * that the network finds in those that they are taken from.
 * @throws ModelCoreError (`engine-failed`)
 */
export async function byteRanges(
  network: ResidualNetwork,
  parameters: Parameters,
  slices: readonly ValidationSlice[],
): Promise<ByteRanges> {
  const session = await createSession(rangeGraph(network, parameters), {});
  const blocks = blocksOf(network).map(blockName);
  const passes: PassRanges[] = [];
  const pass: NetworkPass = async (planes, tile) => {
    const outputs = await runSession(session, networkFeeds(planes, tile));
    const valueOf = (name: string): number => floatOutput(outputs, name)[0] ?? 0;
    const noise = floatOutput(outputs, graphOutput);
    const ranges = blocks.flatMap((block) =>
      images.map((image) => {
        const [lowest, highest] = rangeOutputs(block, image);
        return [`${block}.${image}`, [valueOf(lowest), valueOf(highest)]] as const;
      }),
    );
    passes.push({ noiseHu: strongestNoiseHu(noise, tile), ranges: new Map(ranges) });
    return noise;
  };
  for (const { clean, noises, pixelSpacingMm } of slices) {
    const [draw] = noises;
    if (draw !== undefined) await findCtNoise(network, pass, withNoise(clean, draw), { pixelSpacingMm });
  }
  await session.release();
  const sorted = passes.toSorted((a, b) => a.noiseHu - b.noiseHu);
  const quietest = sorted.slice(0, Math.ceil(shareWithin * sorted.length));
  const rangesOf = (block: string): BlockRanges => {
    const range = (image: keyof BlockRanges): Range => {
      const found = quietest.map(({ ranges }) => ranges.get(`${block}.${image}`) ?? [0, 0]);
      return [Math.min(0, ...found.map(([low]) => low)), Math.max(0, ...found.map(([, high]) => high))];
    };
    return { input: range('input'), hidden: range('hidden'), output: range('output') };
  };
  return {
    ranges: Object.fromEntries(blocks.map((block) => [block, rangesOf(block)])),
    noiseHu: quietest.at(-1)?.noiseHu ?? 0,
  };
}

const images = ['input', 'hidden', 'output'] as const;
