import type { Packet, PacketOrigin } from '@beatwatch/contracts';
import type { LeadEvent } from './output.ts';
import { packetSpan } from './packet-span.ts';
import { jumpToleranceUs } from './sample-clock.ts';

export interface PacketOrderOptions {
  /** Number of packets that may overtake a missing one before it counts as lost. */
  readonly reorderWindowPackets: number;
}

/** Signal in two or more waiting packets beyond which the wait ends. */
const longestWaitSeconds = 2;
/** Shortest assumed length of a missing packet of an unnumbered stream. */
const shortestMissingUs = 250_000;

/** A packet that may say where it comes from. */
export interface TracedPacket extends Packet {
  /** Stored beside its samples. Absent: nothing is to be known of it later. */
  readonly origin?: PacketOrigin;
}

/** A packet with the time of its arrival in the log. */
export interface ArrivedPacket extends TracedPacket {
  /** Of a part of a packet: place of its first sample in the whole. Default: 0. */
  readonly from?: number;
  /** Epoch microseconds on the log's clock; absent without a log. */
  readonly arrivalUs?: number;
}

/** A packet in its place in the order. */
export interface OrderedPacket {
  readonly packet: ArrivedPacket;
  /** Whether packets before it are missing. */
  readonly afterGap: boolean;
  /** Number of missing packets; undefined if the device does not number its packets. */
  readonly lostPackets: number | undefined;
  /** Whether the device numbers its packets from 0 again, or its clock was set back for good. */
  readonly restarted: boolean;
}

/** Output under construction. */
export interface OrderDraft {
  /** Packets in order. */
  readonly ready: OrderedPacket[];
  /** Packets from before the last one passed on. */
  readonly behind: ArrivedPacket[];
  readonly events: LeadEvent[];
}

/** Plain data. */
export interface PacketOrderState {
  /** Whether the next packet is known. */
  begun: boolean;
  /** Next sequence number; undefined if the last packet was unnumbered. */
  expected: number | undefined;
  restarted: boolean;
  lastTimeUs: number;
  /** Packets waiting for earlier ones, in order. */
  held: ArrivedPacket[];
  /** Sequence numbers (-1: none) and times of the last packets passed on, to detect duplicates. */
  recentSequences: number[];
  recentTimesUs: number[];
}

export const packetOrderState = (): PacketOrderState => ({
  begun: false,
  expected: undefined,
  restarted: false,
  lastTimeUs: 0,
  held: [],
  recentSequences: [],
  recentTimesUs: [],
});

/** Signed distance of sequence numbers that wrap at 2^32 (serial number arithmetic, RFC 1982). */
const distance = (sequence: number, from: number): number => (sequence - from) | 0;
const following = (sequence: number): number => (sequence + 1) >>> 0;

/**
 * Accepts a packet and passes on all packets that are in order. A packet that arrives too early waits for the missing
 * ones until more than `reorderWindowPackets` or more than 2 s of data wait. A stream begins with sequence 0 or, if it
 * is joined later or unnumbered, once the window is full.
 */
export function orderPacket(
  state: PacketOrderState,
  packet: ArrivedPacket,
  options: PacketOrderOptions,
  draft: OrderDraft,
): void {
  const steps = state.begun ? stepsAhead(state, packet) : 1;
  const { lastSampleTimeUs: timeUs, sequence } = packet;
  if (steps === 0) {
    if (state.held.length > 0) draft.events.push({ kind: 'reordered', timeUs, ...numbered(packet) });
    pass(state, { packet, missing: 0 }, options, draft);
    if (state.held.length === 0) return;
    passHeld(state, options, draft);
    dropStale(state, options, draft);
    return;
  }
  if (isKnown(state, packet)) {
    draft.events.push({ kind: 'duplicate', timeUs, ...numbered(packet) });
    return;
  }
  if (steps < 0) {
    if (sequence === undefined || timeUs <= state.lastTimeUs) {
      draft.behind.push(packet);
      return;
    }
    restartOrder(state, options, draft);
  } else if (isOfOtherCount(state, packet, steps, options)) {
    draft.behind.push(packet);
    return;
  }
  hold(state, packet);
  if (!state.begun) begin(state, options);
  passHeld(state, options, draft);
  while (isWaitOver(state, options)) passOverGap(state, options, draft);
}

/** Ends the wait: passes on the held packets with the gaps before them. */
export function releaseHeld(state: PacketOrderState, options: PacketOrderOptions, draft: OrderDraft): void {
  if (!state.begun) beginWith(state, state.held[0]);
  while (state.held.length > 0) passOverGap(state, options, draft);
}

/** Begins a new order: the following packets have another numbering or another clock. */
export function restartOrder(state: PacketOrderState, options: PacketOrderOptions, draft: OrderDraft): void {
  releaseHeld(state, options, draft);
  state.begun = false;
  state.restarted = true;
}

/** 0 for the next packet, below 0 for one from before the last one passed on, else the packets missing before it. */
function stepsAhead({ expected, lastTimeUs }: PacketOrderState, packet: Packet): number {
  if (packet.sequence !== undefined && expected !== undefined) return distance(packet.sequence, expected);
  const { fromUs, durationUs, intervalUs } = packetSpan(packet);
  const aheadUs = fromUs - lastTimeUs - intervalUs;
  // An offset below half a packet is neither a missing nor a duplicate packet.
  const toleranceUs = Math.min(jumpToleranceUs, Math.max(intervalUs, durationUs) / 2);
  if (Math.abs(aheadUs) <= toleranceUs) return 0;
  // A short packet after a hole does not mean that the missing ones were short.
  const missingUs = Math.max(durationUs, shortestMissingUs);
  return aheadUs < 0 ? -1 : Math.max(1, Math.round(aheadUs / missingUs));
}

/** Whether a number is far ahead but its time is past: from before a restart or a clock that was set. */
const isOfOtherCount = (
  { begun, lastTimeUs }: PacketOrderState,
  { lastSampleTimeUs }: Packet,
  steps: number,
  options: PacketOrderOptions,
): boolean => begun && steps > options.reorderWindowPackets && lastSampleTimeUs <= lastTimeUs;

function begin(state: PacketOrderState, options: PacketOrderOptions): void {
  const zero = state.held.find(({ sequence }) => sequence === 0);
  if (zero !== undefined) beginWith(state, zero);
  else if (isWindowFull(state, options)) beginWith(state, state.held[0]);
}

function beginWith(state: PacketOrderState, first: Packet | undefined): void {
  if (first === undefined) return;
  const { fromUs, intervalUs } = packetSpan(first);
  state.begun = true;
  state.expected = first.sequence;
  state.lastTimeUs = fromUs - intervalUs;
}

function isWindowFull({ held }: PacketOrderState, options: PacketOrderOptions): boolean {
  if (held.length > options.reorderWindowPackets) return true;
  let seconds = 0;
  for (const { samples, samplingRateHz } of held) seconds += samples.length / samplingRateHz;
  return held.length > 1 && seconds > longestWaitSeconds;
}

function isWaitOver(state: PacketOrderState, options: PacketOrderOptions): boolean {
  const [first] = state.held;
  if (first === undefined || !state.begun) return false;
  if (isWindowFull(state, options)) return true;
  // More packets than the window holds cannot be on their way: the stream continues at once.
  const missing = stepsAhead(state, first);
  return missing > options.reorderWindowPackets && first.lastSampleTimeUs > state.lastTimeUs;
}

function passOverGap(state: PacketOrderState, options: PacketOrderOptions, draft: OrderDraft): void {
  const first = state.held.shift();
  if (first === undefined) return;
  const steps = stepsAhead(state, first);
  if (steps < 0) draft.behind.push(first);
  else pass(state, { packet: first, missing: steps }, options, draft);
  passHeld(state, options, draft);
}

function passHeld(state: PacketOrderState, options: PacketOrderOptions, draft: OrderDraft): void {
  if (!state.begun) return;
  for (let first = state.held[0]; first !== undefined; first = state.held[0]) {
    const steps = stepsAhead(state, first);
    if (steps > 0) return;
    state.held.shift();
    if (steps === 0) pass(state, { packet: first, missing: 0 }, options, draft);
    else draft.behind.push(first);
  }
}

interface NextPacket {
  readonly packet: ArrivedPacket;
  /** Number of packets missing before it. */
  readonly missing: number;
}

function pass(
  state: PacketOrderState,
  { packet, missing }: NextPacket,
  options: PacketOrderOptions,
  draft: OrderDraft,
): void {
  const { sequence, lastSampleTimeUs } = packet;
  const lostPackets = sequence === undefined || state.expected === undefined ? undefined : missing;
  draft.ready.push({ packet, afterGap: missing > 0, lostPackets, restarted: state.restarted });
  state.restarted = false;
  state.expected = sequence === undefined ? undefined : following(sequence);
  state.lastTimeUs = lastSampleTimeUs;
  state.recentSequences.push(sequence ?? -1);
  state.recentTimesUs.push(lastSampleTimeUs);
  if (state.recentSequences.length > 2 * options.reorderWindowPackets + 2) {
    state.recentSequences.shift();
    state.recentTimesUs.shift();
  }
}

function hold(state: PacketOrderState, packet: ArrivedPacket): void {
  const after = state.held.findIndex((held) => isAfter(held, packet));
  // Copied, because the samples may be a view that would keep a large buffer alive.
  const copy = { ...packet, samples: packet.samples.slice() };
  state.held.splice(after === -1 ? state.held.length : after, 0, copy);
}

const isAfter = (held: Packet, packet: Packet): boolean =>
  held.sequence !== undefined && packet.sequence !== undefined
    ? distance(held.sequence, packet.sequence) > 0
    : held.lastSampleTimeUs > packet.lastSampleTimeUs;

/** Drops held packets from before a restart, which would wait for ever. */
function dropStale(state: PacketOrderState, options: PacketOrderOptions, { behind }: OrderDraft): void {
  state.held = state.held.filter((packet) => {
    const isStale = isOfOtherCount(state, packet, stepsAhead(state, packet), options);
    if (isStale) behind.push(packet);
    return !isStale;
  });
}

function isKnown(state: PacketOrderState, { sequence, lastSampleTimeUs }: Packet): boolean {
  const isHeld = state.held.some((held) =>
    sequence === undefined ? held.lastSampleTimeUs === lastSampleTimeUs : held.sequence === sequence,
  );
  if (isHeld) return true;
  return state.recentSequences.some(
    (recent, index) => recent === (sequence ?? -1) && state.recentTimesUs[index] === lastSampleTimeUs,
  );
}

/** Sequence number of a numbered packet, as a field of an event. */
export const numbered = ({ sequence }: Packet): { readonly sequence?: number } =>
  sequence === undefined ? {} : { sequence };
