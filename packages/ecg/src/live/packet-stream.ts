import { missingSample, presentPieces } from '@beatwatch/contracts';
import { levelsOf, type DetectorLevels } from '../rpeaks/state.ts';
import type { OutputDraft } from './output.ts';
import {
  packetOrderState,
  type ArrivedPacket,
  type OrderedPacket,
  type PacketOrderState,
} from './packet-order.ts';
import { extendSegment, flushChunk } from './segment.ts';
import type { SegmentDesign } from './segment-design.ts';
import { startSegment, type SegmentState } from './segment-state.ts';

/** Packets of one lead in order of time with their current segment. */
export interface PacketStreamState {
  order: PacketOrderState;
  segment: SegmentState | undefined;
  /** True where samples are missing after the last one. Absent: none is. */
  missingAfter?: true;
  /** What the detector had learned in the segment that ended before a short hole. Absent: no such hole. */
  levels?: DetectorLevels;
}

export const packetStreamState = (): PacketStreamState => ({ order: packetOrderState(), segment: undefined });

/**
 * The parts of a packet between its missing samples, each behind a gap except the first one, which is behind one only where
 * samples before it are missing. A packet without any is its own part.
 */
export function orderedPieces(stream: PacketStreamState, next: OrderedPacket): OrderedPacket[] {
  const { packet } = next;
  const { samples } = packet;
  const followsMissing = stream.missingAfter === true || samples[0] === missingSample;
  if (samples.at(-1) === missingSample) stream.missingAfter = true;
  else delete stream.missingAfter;
  return presentPieces(packet).map((part, index) => {
    const piece = part === packet ? packet : { ...part, from: placeOf(part, packet) };
    if (index === 0 && !followsMissing) return { ...next, packet: piece };
    const lostPackets = index === 0 && next.afterGap ? next.lostPackets : undefined;
    return { packet: piece, afterGap: true, lostPackets, restarted: index === 0 && next.restarted };
  });
}

/** Place of a part's first sample in its packet. */
const placeOf = (part: ArrivedPacket, { samples, samplingRateHz, lastSampleTimeUs }: ArrivedPacket): number =>
  samples.length -
  Math.round(((lastSampleTimeUs - part.lastSampleTimeUs) * samplingRateHz) / 1e6) -
  part.samples.length;

/** Adds a packet to the current segment, or starts one with it. */
export function extendStream(
  stream: PacketStreamState,
  design: SegmentDesign,
  packet: ArrivedPacket,
  draft: OutputDraft,
): void {
  stream.segment ??= startSegment(packet, design, stream.levels);
  delete stream.levels;
  extendSegment(stream.segment, design, packet, draft);
}

/**
 * Ends the current segment; the next packet starts another.
 * @param keepsLevels whether that one goes on with what the detector has learned. Default: false
 */
export function endSegment(stream: PacketStreamState, draft: OutputDraft, keepsLevels = false): void {
  const { segment } = stream;
  if (segment === undefined) return;
  flushChunk(segment, draft);
  const levels = keepsLevels ? levelsOf(segment.detector) : undefined;
  if (levels !== undefined) stream.levels = levels;
  stream.segment = undefined;
}
