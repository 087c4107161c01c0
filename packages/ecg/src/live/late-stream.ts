import {
  endSegment,
  extendStream,
  orderedPieces,
  packetStreamState,
  type PacketStreamState,
} from './packet-stream.ts';
import { segmentBoundary } from './segment-boundary.ts';
import type { LeadEvent, OutputDraft } from './output.ts';
import {
  orderPacket,
  packetOrderState,
  releaseHeld,
  type ArrivedPacket,
  type OrderDraft,
  type PacketOrderOptions,
} from './packet-order.ts';
import type { SegmentDesign } from './segment-design.ts';

/** Packet stream of signal that arrives after the live stream has passed it. */
export interface LateStream {
  readonly stream: PacketStreamState;
  /** Live signal since the last late packet, microseconds. */
  idleUs: number;
}

/** Live signal without a late packet after which the late stream is closed, microseconds. */
const longestIdleUs = 10_000_000;

export interface StreamTools {
  readonly order: PacketOrderOptions;
  readonly designFor: (samplingRateHz: number) => SegmentDesign;
}

export const lateStream = (): LateStream => ({ stream: packetStreamState(), idleUs: 0 });

/** Adds a packet that fills a hole of the live stream; its beats and seconds are marked late. */
export function takeLate(
  late: LateStream,
  packet: ArrivedPacket,
  tools: StreamTools,
  draft: OutputDraft,
): void {
  late.idleUs = 0;
  // Sequence numbers may date from before a restart, so late packets are ordered by time.
  const { sequence: _, ...unnumbered } = packet;
  const marked = { ...unnumbered, late: true } as const;
  const ordered = orderDraft();
  orderPacket(late.stream.order, marked, tools.order, ordered);
  pass(late.stream, ordered, tools, draft);
  if (ordered.behind.length === 0) return;
  // The packet belongs to an earlier hole: release the waiting packets and start a new segment there.
  finishLate(late.stream, tools, draft);
  late.stream.order = packetOrderState();
  for (const earlier of ordered.behind) {
    const again = orderDraft();
    orderPacket(late.stream.order, earlier, tools.order, again);
    pass(late.stream, again, tools, draft);
  }
}

/** Whether the late stream has been idle long enough to close it. Adds `liveUs` to its idle time. */
export function isIdle(late: LateStream, liveUs: number): boolean {
  late.idleUs += liveUs;
  return late.idleUs > longestIdleUs;
}

/** Releases the waiting packets and the chunk in progress, and ends the segment. */
export function finishLate(stream: PacketStreamState, tools: StreamTools, draft: OutputDraft): void {
  const ordered = orderDraft();
  releaseHeld(stream.order, tools.order, ordered);
  pass(stream, ordered, tools, draft);
  endSegment(stream, draft);
}

/** Drops the boundaries' events: the live stream has already reported the hole. */
function pass(
  stream: PacketStreamState,
  { ready }: OrderDraft,
  { designFor }: StreamTools,
  draft: OutputDraft,
): void {
  const dropped: LeadEvent[] = [];
  for (const next of ready.flatMap((ordered) => orderedPieces(stream, ordered))) {
    const { packet } = next;
    const boundary = stream.segment && segmentBoundary(stream.segment, next, dropped);
    extendStream(stream, designFor(packet.samplingRateHz), { packet, boundary }, draft);
  }
}

const orderDraft = (): OrderDraft => ({ ready: [], behind: [], events: [] });
