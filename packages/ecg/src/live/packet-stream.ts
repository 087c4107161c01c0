import type { OutputDraft } from './output.ts';
import { packetOrderState, type ArrivedPacket, type PacketOrderState } from './packet-order.ts';
import { extendSegment, flushChunk, startSegment, type SegmentDesign, type SegmentState } from './segment.ts';

/** Packets of one lead in order of time with their current segment; plain data. */
export interface PacketStreamState {
  order: PacketOrderState;
  segment: SegmentState | undefined;
}

export const packetStreamState = (): PacketStreamState => ({ order: packetOrderState(), segment: undefined });

/** Adds a packet to the current segment, or starts one with it. */
export function extendStream(
  stream: PacketStreamState,
  design: SegmentDesign,
  packet: ArrivedPacket,
  draft: OutputDraft,
): void {
  stream.segment ??= startSegment(packet, design);
  extendSegment(stream.segment, design, packet, draft);
}

/** Ends the current segment; the next packet starts another. */
export function endSegment(stream: PacketStreamState, draft: OutputDraft): void {
  if (stream.segment !== undefined) flushChunk(stream.segment, draft);
  stream.segment = undefined;
}
