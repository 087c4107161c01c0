import { missingSample, presentPieces } from '@beatwatch/contracts';
import { levelsOf, type DetectorLevels } from '../rpeaks/state.ts';
import type { OutputDraft } from './output.ts';
import {
  packetOrderState,
  type ArrivedPacket,
  type OrderedPacket,
  type PacketOrderState,
} from './packet-order.ts';
import type { SegmentBoundary } from './segment-boundary.ts';
import { extendSegment, flushChunk } from './segment.ts';
import type { SegmentDesign } from './segment-design.ts';
import { startSegment, type SegmentState } from './segment-state.ts';

/** Packets of one lead in order of time with their current segment. */
export interface PacketStreamState {
  order: PacketOrderState;
  segment: SegmentState | undefined;
  /** True where samples are missing after the last one. Absent: none is. */
  missingAfter?: true;
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

/** A packet and its boundary to the current segment; without one, it begins the first. */
interface NextPacket {
  readonly packet: ArrivedPacket;
  readonly boundary: SegmentBoundary | undefined;
}

/** Adds a packet to the current segment, or starts one with it: the first, or behind a boundary that breaks. */
export function extendStream(
  stream: PacketStreamState,
  design: SegmentDesign,
  { packet, boundary }: NextPacket,
  draft: OutputDraft,
): void {
  let learned: DetectorLevels | undefined;
  if (stream.segment !== undefined && boundary?.breaks) {
    if (boundary.keepsLevels) learned = levelsOf(stream.segment.detector);
    endSegment(stream, draft);
  }
  stream.segment ??= startSegment(packet, design, learned);
  extendSegment(stream.segment, design, packet, draft);
}

/** Ends the current segment; the next packet starts another. */
export function endSegment(stream: PacketStreamState, draft: OutputDraft): void {
  if (stream.segment === undefined) return;
  flushChunk(stream.segment, draft);
  stream.segment = undefined;
}
