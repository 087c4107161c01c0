import { endStretch, extendLane, laneState, type LaneState } from './lane.ts';
import { jointOf } from './joint.ts';
import type { LeadEvent, OutputDraft } from './output.ts';
import {
  orderPacket,
  packetOrderState,
  releaseHeld,
  type ArrivedPacket,
  type OrderDraft,
  type PacketOrderOptions,
} from './packet-order.ts';
import type { StretchDesign } from './stretch.ts';

/** Signal that comes after the live stream has gone on without it, beside that stream: plain data. */
export interface LateLane {
  readonly lane: LaneState;
  /** Live signal since its last packet. */
  idleUs: number;
}

/** After so much live signal without a late packet the late data are over, or pause. */
const longestIdleUs = 10_000_000;

export interface LaneTools {
  readonly order: PacketOrderOptions;
  readonly designFor: (samplingRateHz: number) => StretchDesign;
}

export const lateLane = (): LateLane => ({ lane: laneState(), idleUs: 0 });

/** Takes a packet in that fills a hole of the live stream; whatever it gives is marked late. */
export function takeLate(late: LateLane, packet: ArrivedPacket, tools: LaneTools, draft: OutputDraft): void {
  late.idleUs = 0;
  // Their numbers may be of a count before a restart: late packets are put in order by their times.
  const { sequence: _, ...unnumbered } = packet;
  const marked = { ...unnumbered, late: true } as const;
  const ordered = orderDraft();
  orderPacket(late.lane.order, marked, tools.order, ordered);
  pass(late.lane, ordered, tools, draft);
  if (ordered.behind.length === 0) return;
  // Into an earlier hole: what waited has its turn, and the signal begins there.
  finishLate(late.lane, tools, draft);
  late.lane.order = packetOrderState();
  for (const earlier of ordered.behind) {
    const again = orderDraft();
    orderPacket(late.lane.order, earlier, tools.order, again);
    pass(late.lane, again, tools, draft);
  }
}

/** Whether the live stream has gone on for so long that the late lane can be given up. */
export function isIdle(late: LateLane, liveUs: number): boolean {
  late.idleUs += liveUs;
  return late.idleUs > longestIdleUs;
}

/** What waits comes out, and the chunk that is being filled. */
export function finishLate(lane: LaneState, tools: LaneTools, draft: OutputDraft): void {
  const ordered = orderDraft();
  releaseHeld(lane.order, tools.order, ordered);
  pass(lane, ordered, tools, draft);
  endStretch(lane, draft);
}

/** The live stream has told of the hole: that late data do not fill it everywhere is no news. */
function pass(lane: LaneState, { ready }: OrderDraft, { designFor }: LaneTools, draft: OutputDraft): void {
  const unsaid: LeadEvent[] = [];
  for (const next of ready) {
    const { packet } = next;
    if (lane.stretch !== undefined && jointOf(lane.stretch, next, unsaid).breaks) endStretch(lane, draft);
    extendLane(lane, designFor(packet.samplingRateHz), packet, draft);
  }
}

const orderDraft = (): OrderDraft => ({ ready: [], behind: [], events: [] });
