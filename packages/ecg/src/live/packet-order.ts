import type { Packet } from '@beatwatch/contracts';
import type { LeadEvent } from './output.ts';

export interface PacketOrderOptions {
  /** So many packets may overtake a missing one before it counts as lost. */
  readonly reorderWindowPackets: number;
}

/** Two or more waiting packets that hold more than this give up waiting. */
const longestWaitSeconds = 2;

/** A packet whose turn has come, and what came before it. */
export interface OrderedPacket {
  readonly packet: Packet;
  readonly lostPackets: number;
  /** The device counts from the beginning again. */
  readonly restarted: boolean;
}

/** Plain data. */
export interface PacketOrderState {
  /** Next sequence number; `undefined` before the first packet and after a restart of the device. */
  expected: number | undefined;
  restarted: boolean;
  lastTimeUs: number;
  /** Packets that wait for earlier ones, in order of sequence. */
  held: Packet[];
  /** Sequence numbers and times of the last packets passed on: to tell duplicates from a restart. */
  recentSequences: number[];
  recentTimesUs: number[];
  /** Pairs of first sequence and count of what was given up, newest last. */
  lost: [sequence: number, count: number][];
}

export const packetOrderState = (): PacketOrderState => ({
  expected: undefined,
  restarted: false,
  lastTimeUs: 0,
  held: [],
  recentSequences: [],
  recentTimesUs: [],
  lost: [],
});

/** Signed distance of sequence numbers that wrap at 2^32 (serial number arithmetic, RFC 1982). */
const distance = (sequence: number, from: number): number => (sequence - from) | 0;
const following = (sequence: number): number => (sequence + 1) >>> 0;

/**
 * Takes a packet in and returns those whose turn has come. Packets in order pass at once. A packet that came too
 * early waits for the missing ones, until more than `reorderWindowPackets` or more than 2 s of data wait. A stream
 * begins with sequence 0, or, where it is joined later, once the window is full.
 */
export function orderPacket(
  state: PacketOrderState,
  packet: Packet,
  options: PacketOrderOptions,
  events: LeadEvent[],
): OrderedPacket[] {
  const ready: OrderedPacket[] = [];
  const { sequence, lastSampleTimeUs: timeUs } = packet;
  if (sequence === state.expected) {
    if (state.held.length > 0) events.push({ kind: 'reordered', timeUs, sequence });
    pass(state, packet, 0, options, ready);
    passHeld(state, options, ready);
    dropStale(state, options, events);
    return ready;
  }
  if (isKnown(state, packet)) {
    events.push({ kind: 'duplicate', timeUs, sequence });
    return ready;
  }
  if (state.expected !== undefined && distance(sequence, state.expected) < 0) {
    if (timeUs <= state.lastTimeUs) {
      events.push({ kind: wasLost(state, sequence) ? 'late' : 'duplicate', timeUs, sequence });
      return ready;
    }
    ready.push(...releaseHeld(state, options));
    state.expected = undefined;
    state.restarted = true;
  }
  hold(state, packet);
  if (state.expected === undefined) begin(state, options);
  passHeld(state, options, ready);
  while (isWaitOver(state, options)) passOverGap(state, options, ready);
  return ready;
}

/** Gives up waiting: what is held comes out, with its gaps. */
export function releaseHeld(state: PacketOrderState, options: PacketOrderOptions): OrderedPacket[] {
  const ready: OrderedPacket[] = [];
  state.expected ??= state.held[0]?.sequence;
  while (state.held.length > 0) passOverGap(state, options, ready);
  return ready;
}

function begin(state: PacketOrderState, options: PacketOrderOptions): void {
  const [first] = state.held;
  if (first === undefined) return;
  const zero = state.held.some(({ sequence }) => sequence === 0);
  if (zero) state.expected = 0;
  else if (isWindowFull(state, options)) state.expected = first.sequence;
}

function isWindowFull({ held }: PacketOrderState, options: PacketOrderOptions): boolean {
  if (held.length > options.reorderWindowPackets) return true;
  let seconds = 0;
  for (const { samples, samplingRateHz } of held) seconds += samples.length / samplingRateHz;
  return held.length > 1 && seconds > longestWaitSeconds;
}

function isWaitOver(state: PacketOrderState, options: PacketOrderOptions): boolean {
  const [first] = state.held;
  if (first === undefined || state.expected === undefined) return false;
  if (isWindowFull(state, options)) return true;
  // So many cannot just be on their way: after a long silence the stream goes on at once.
  const missing = distance(first.sequence, state.expected);
  return missing > options.reorderWindowPackets && first.lastSampleTimeUs > state.lastTimeUs;
}

function passOverGap(state: PacketOrderState, options: PacketOrderOptions, ready: OrderedPacket[]): void {
  const first = state.held.shift();
  if (first === undefined || state.expected === undefined) return;
  const lostPackets = distance(first.sequence, state.expected);
  if (lostPackets > 0) {
    state.lost.push([state.expected, lostPackets]);
    if (state.lost.length > 16) state.lost.shift();
  }
  pass(state, first, Math.max(0, lostPackets), options, ready);
  passHeld(state, options, ready);
}

function passHeld(state: PacketOrderState, options: PacketOrderOptions, ready: OrderedPacket[]): void {
  while (state.held[0] !== undefined && state.held[0].sequence === state.expected) {
    const next = state.held.shift();
    if (next !== undefined) pass(state, next, 0, options, ready);
  }
}

function pass(
  state: PacketOrderState,
  packet: Packet,
  lostPackets: number,
  options: PacketOrderOptions,
  ready: OrderedPacket[],
): void {
  ready.push({ packet, lostPackets, restarted: state.restarted });
  state.restarted = false;
  state.expected = following(packet.sequence);
  state.lastTimeUs = packet.lastSampleTimeUs;
  state.recentSequences.push(packet.sequence);
  state.recentTimesUs.push(packet.lastSampleTimeUs);
  if (state.recentSequences.length > 2 * options.reorderWindowPackets + 2) {
    state.recentSequences.shift();
    state.recentTimesUs.shift();
  }
}

function hold(state: PacketOrderState, packet: Packet): void {
  const after = state.held.findIndex(({ sequence }) => distance(sequence, packet.sequence) > 0);
  // A copy: the samples may be a view on a large buffer, which must not stay alive for them.
  const copy = { ...packet, samples: packet.samples.slice() };
  state.held.splice(after === -1 ? state.held.length : after, 0, copy);
}

/** After a restart, a packet of the time before it would wait for ever. */
function dropStale(state: PacketOrderState, options: PacketOrderOptions, events: LeadEvent[]): void {
  const { expected, lastTimeUs } = state;
  if (expected === undefined || state.held.length === 0) return;
  state.held = state.held.filter(({ sequence, lastSampleTimeUs: timeUs }) => {
    const isStale = distance(sequence, expected) > options.reorderWindowPackets && timeUs <= lastTimeUs;
    if (isStale) events.push({ kind: 'late', timeUs, sequence });
    return !isStale;
  });
}

function isKnown(state: PacketOrderState, { sequence, lastSampleTimeUs }: Packet): boolean {
  if (state.held.some((held) => held.sequence === sequence)) return true;
  return state.recentSequences.some(
    (recent, index) => recent === sequence && state.recentTimesUs[index] === lastSampleTimeUs,
  );
}

const wasLost = ({ lost }: PacketOrderState, sequence: number): boolean =>
  lost.some(([first, count]) => distance(sequence, first) >= 0 && distance(sequence, first) < count);
