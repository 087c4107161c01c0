import type { OutputDraft } from './output.ts';
import { packetOrderState, type ArrivedPacket, type PacketOrderState } from './packet-order.ts';
import { extendStretch, flushChunk, startStretch, type StretchDesign, type StretchState } from './stretch.ts';

/** Packets that come one after the other, and the signal that they make: plain data. */
export interface LaneState {
  order: PacketOrderState;
  stretch: StretchState | undefined;
}

export const laneState = (): LaneState => ({ order: packetOrderState(), stretch: undefined });

/** Adds a packet to the lane's signal, or begins one with it. */
export function extendLane(
  lane: LaneState,
  design: StretchDesign,
  packet: ArrivedPacket,
  draft: OutputDraft,
): void {
  lane.stretch ??= startStretch(packet, design);
  extendStretch(lane.stretch, design, packet, draft);
}

/** The next packet does not join the signal so far. */
export function endStretch(lane: LaneState, draft: OutputDraft): void {
  if (lane.stretch !== undefined) flushChunk(lane.stretch, draft);
  lane.stretch = undefined;
}
