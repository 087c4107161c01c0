import type { Packet } from '../messages.ts';
import type { EcgLead, EcgSegment } from './ecg-lead.ts';

/** The count that says "no sample" in a packet: a device that has lost some sends it in their place. */
export const missingSample = -32_768;

/** A packet's parts between its missing samples, in order of time; the packet itself where none is missing. */
export function presentPieces<Piece extends Packet>(packet: Piece): Piece[] {
  const { samples, lastSampleTimeUs, samplingRateHz } = packet;
  if (!samples.includes(missingSample)) return [packet];
  return runsOf(samples).map(({ from, to }) => ({
    ...packet,
    samples: samples.slice(from, to),
    lastSampleTimeUs: lastSampleTimeUs - Math.round(((samples.length - to) * 1e6) / samplingRateHz),
  }));
}

/** Longest hole that stays within a segment. */
const longestHoleSeconds = 1;

/** A lead whose short holes are missing samples within its segments, as packets carry them: a hole is no lost packet. */
export function withMissingSamples(lead: EcgLead): EcgLead {
  const { samplingRateHz } = lead;
  const joined: EcgSegment[][] = [];
  for (const segment of lead.segments) {
    const group = joined.at(-1);
    const last = group?.at(-1);
    const hole = last === undefined ? Infinity : holeOf(last, segment, samplingRateHz);
    if (group !== undefined && hole >= 0 && hole <= longestHoleSeconds * samplingRateHz) group.push(segment);
    else joined.push([segment]);
  }
  return { ...lead, segments: joined.map((group) => inOne(group, samplingRateHz)) };
}

/** Missing samples between two segments. */
const holeOf = (last: EcgSegment, { startSeconds }: EcgSegment, samplingRateHz: number): number =>
  Math.round((startSeconds - last.startSeconds) * samplingRateHz) - last.samples.length;

function inOne(group: readonly EcgSegment[], samplingRateHz: number): EcgSegment {
  const [first] = group as readonly [EcgSegment, ...EcgSegment[]];
  if (group.length === 1) return first;
  const placeOf = ({ startSeconds }: EcgSegment): number =>
    Math.round((startSeconds - first.startSeconds) * samplingRateHz);
  const last = group.at(-1) ?? first;
  const samples = new Int16Array(placeOf(last) + last.samples.length).fill(missingSample);
  for (const segment of group) samples.set(segment.samples, placeOf(segment));
  return { startSeconds: first.startSeconds, samples };
}

function runsOf(samples: Int16Array): { readonly from: number; readonly to: number }[] {
  const runs: { from: number; to: number }[] = [];
  for (const [index, count] of samples.entries()) {
    if (count === missingSample) continue;
    const last = runs.at(-1);
    if (last?.to === index) last.to = index + 1;
    else runs.push({ from: index, to: index + 1 });
  }
  return runs;
}
