import { endSegment, extendStream, packetStreamState, type PacketStreamState } from './packet-stream.ts';
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
import type { SegmentDesign } from './segment.ts';

/** Signal that comes after the live stream has gone on without it, beside that stream: plain data. */
export interface LateStream {
  readonly stream: PacketStreamState;
  /** Live signal since its last packet. */
  idleUs: number;
}

/** After so much live signal without a late packet the late data are over, or pause. */
const longestIdleUs = 10_000_000;

export interface StreamTools {
  readonly order: PacketOrderOptions;
  readonly designFor: (samplingRateHz: number) => SegmentDesign;
}

export const lateStream = (): LateStream => ({ stream: packetStreamState(), idleUs: 0 });

/** Takes a packet in that fills a hole of the live stream; whatever it gives is marked late. */
export function takeLate(
  late: LateStream,
  packet: ArrivedPacket,
  tools: StreamTools,
  draft: OutputDraft,
): void {
  late.idleUs = 0;
  // Their numbers may be of a count before a restart: late packets are put in order by their times.
  const { sequence: _, ...unnumbered } = packet;
  const marked = { ...unnumbered, late: true } as const;
  const ordered = orderDraft();
  orderPacket(late.stream.order, marked, tools.order, ordered);
  pass(late.stream, ordered, tools, draft);
  if (ordered.behind.length === 0) return;
  // Into an earlier hole: what waited has its turn, and the signal begins there.
  finishLate(late.stream, tools, draft);
  late.stream.order = packetOrderState();
  for (const earlier of ordered.behind) {
    const again = orderDraft();
    orderPacket(late.stream.order, earlier, tools.order, again);
    pass(late.stream, again, tools, draft);
  }
}

/** Whether the live stream has gone on for so long that the late stream can be given up. */
export function isIdle(late: LateStream, liveUs: number): boolean {
  late.idleUs += liveUs;
  return late.idleUs > longestIdleUs;
}

/** What waits comes out, and the chunk that is being filled. */
export function finishLate(stream: PacketStreamState, tools: StreamTools, draft: OutputDraft): void {
  const ordered = orderDraft();
  releaseHeld(stream.order, tools.order, ordered);
  pass(stream, ordered, tools, draft);
  endSegment(stream, draft);
}

/** The live stream has told of the hole: that late data do not fill it everywhere is no news. */
function pass(
  stream: PacketStreamState,
  { ready }: OrderDraft,
  { designFor }: StreamTools,
  draft: OutputDraft,
): void {
  const unsaid: LeadEvent[] = [];
  for (const next of ready) {
    const { packet } = next;
    if (stream.segment !== undefined && segmentBoundary(stream.segment, next, unsaid).breaks)
      endSegment(stream, draft);
    extendStream(stream, designFor(packet.samplingRateHz), packet, draft);
  }
}

const orderDraft = (): OrderDraft => ({ ready: [], behind: [], events: [] });
