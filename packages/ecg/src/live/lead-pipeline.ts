import { rWindow88Microvolts, type Packet } from '@beatwatch/contracts';
import { EcgError } from '../errors.ts';
import { currentSnapshot, snapshotVersion } from './convert-snapshot.ts';
import type { LivePreprocessing } from './cut-beat.ts';
import { delayState, followSetClock, isTooLate, type DelayState } from './delay.ts';
import { segmentBoundary } from './segment-boundary.ts';
import { endSegment, extendStream, packetStreamState, type PacketStreamState } from './packet-stream.ts';
import {
  finishLate,
  isIdle,
  lateStream,
  takeLate,
  type StreamTools,
  type LateStream,
} from './late-stream.ts';
import { emptyDraft, type LeadOutput, type LeadSource, type OutputDraft } from './output.ts';
import {
  numbered,
  orderPacket,
  releaseHeld,
  restartOrder,
  type ArrivedPacket,
  type OrderDraft,
  type OrderedPacket,
} from './packet-order.ts';
import { packetSpan } from './packet-span.ts';
import type { SignalModels } from './signal-models.ts';
import { flushChunk, segmentDesign, type SegmentDesign } from './segment.ts';
import { coverHoles, holesBefore, isInHole, openHole, type TimeHoles } from './time-holes.ts';
import { isLiveAgain, turnedBackWith, type TurnedBack } from './turned-back.ts';

/** Settings that are part of a snapshot. */
interface LeadSettings {
  /** Packets that may overtake a missing one before it counts as lost. Default 8. */
  readonly reorderWindowPackets?: number;
  /** Takes the mains hum out. Default: no notch. */
  readonly mainsHz?: 50 | 60;
  /** How beats are cut: `r-window-88-microvolts` or `rr-140-zscore`. Default the first. */
  readonly preprocessing?: LivePreprocessing;
}

export interface LeadPipelineOptions extends LeadSettings {
  /** Judge each second; never part of a snapshot. */
  readonly models: SignalModels;
}

/**
 * Packets to waveform chunks, judged second by second, and beats, for one lead of one device. It knows no clock but
 * that of the packets and of the log that they came through: the same packets give the same output, bit for bit,
 * however they were split, delayed within the reorder window or doubled, and whenever the state was stored and brought
 * back in between.
 *
 * A beat runs from its R peak to the next, is cut from the 0.5 to 40 Hz band, and comes out about 0.3 s after the
 * R peak that ends it; the beats of the first two seconds come together. After an R peak with no other within 3 s the
 * beat is cut to these 3 s. Across a gap, a set clock or a change of rate or gain there is no beat.
 *
 * What comes so late that the live stream has gone on without it is worked on beside that stream, and marked late, as
 * is what comes more than a minute later than this device's signal usually does.
 */
export interface LeadPipeline {
  /**
   * @param arrivalUs when the log took the packet in, epoch microseconds. Without it no delay is known.
   * @throws EcgError where the packet belongs to another patient, device or lead than the first one.
   */
  push(packet: Packet, arrivalUs?: number): LeadOutput;
  /** The stream has ended: packets that wait come out, and the chunks that are being filled. */
  flush(): LeadOutput;
  /** A copy of the state: plain, structured-cloneable data of a few kilobytes. */
  snapshot(): unknown;
}

interface LeadState {
  readonly version: typeof snapshotVersion;
  readonly options: LeadSettings;
  source: LeadSource | undefined;
  readonly live: PacketStreamState;
  /** Undefined while no late data come. */
  late: LateStream | undefined;
  /** What the live stream has left out. */
  holes: TimeHoles;
  readonly delay: DelayState;
  turnedBack: TurnedBack | undefined;
}

export function createLeadPipeline({ models, ...options }: LeadPipelineOptions): LeadPipeline {
  const state: LeadState = {
    version: snapshotVersion,
    options,
    source: undefined,
    live: packetStreamState(),
    late: undefined,
    holes: [],
    delay: delayState(),
    turnedBack: undefined,
  };
  return new RunningLead(state, models);
}

/**
 * Goes on where `snapshot` left off.
 * @param options `preprocessing`: how beats are cut from here on. Default: as before
 * @throws EcgError if the version of the snapshot is unknown
 */
export function restoreLeadPipeline(
  snapshot: unknown,
  { models, preprocessing }: Pick<LeadPipelineOptions, 'models' | 'preprocessing'>,
): LeadPipeline {
  const current = currentSnapshot(snapshot);
  if (current === undefined) {
    throw new EcgError(
      { field: 'snapshot', found: 'an unknown version', expected: `version 5 or ${snapshotVersion}` },
      { code: 'invalid-argument' },
    );
  }
  const state = structuredClone(current) as LeadState;
  if (preprocessing === undefined) return new RunningLead(state, models);
  return new RunningLead({ ...state, options: { ...state.options, preprocessing } }, models);
}

class RunningLead implements LeadPipeline {
  readonly #state: LeadState;
  readonly #models: SignalModels;
  readonly #tools: StreamTools;
  #design: SegmentDesign | undefined;

  constructor(state: LeadState, models: SignalModels) {
    this.#state = state;
    this.#models = models;
    this.#tools = {
      order: { reorderWindowPackets: state.options.reorderWindowPackets ?? 8 },
      designFor: (samplingRateHz) => this.#designFor(samplingRateHz),
    };
  }

  push(packet: Packet, arrivalUs?: number): LeadOutput {
    checkSource(this.#state, packet);
    const draft = emptyDraft();
    this.#take(arrivalUs === undefined ? packet : { ...packet, arrivalUs }, draft);
    return draft;
  }

  flush(): LeadOutput {
    const draft = emptyDraft();
    const { live } = this.#state;
    this.#order(draft, (ordered) => {
      releaseHeld(live.order, this.#tools.order, ordered);
    });
    if (live.segment !== undefined) flushChunk(live.segment, draft);
    this.#finishLate(draft);
    return draft;
  }

  snapshot(): unknown {
    return structuredClone(this.#state);
  }

  #take(packet: ArrivedPacket, draft: OutputDraft): void {
    this.#order(draft, (ordered) => {
      orderPacket(this.#state.live.order, packet, this.#tools.order, ordered);
    });
  }

  #order(draft: OutputDraft, work: (ordered: OrderDraft) => void): void {
    const ordered: OrderDraft = { ready: [], behind: [], events: draft.events };
    work(ordered);
    for (const next of ordered.ready) this.#passLive(next, draft);
    for (const packet of ordered.behind) this.#takeBehind(packet, draft);
  }

  #passLive(next: OrderedPacket, draft: OutputDraft): void {
    const state = this.#state;
    const { live, delay } = state;
    const { packet } = next;
    const { fromUs, toUs, durationUs } = packetSpan(packet);
    state.turnedBack = undefined;
    if (live.segment === undefined) state.holes = holesBefore(fromUs);
    else {
      const { breaks, endUs, setBackUs } = segmentBoundary(live.segment, next, draft.events);
      if (setBackUs > 0) followSetClock(delay, -setBackUs);
      if (next.afterGap || next.restarted) openHole(state.holes, endUs, fromUs);
      if (breaks) endSegment(live, draft);
    }
    coverHoles(state.holes, fromUs, toUs, durationUs / 2);
    const { arrivalUs, lastSampleTimeUs: sampleTimeUs } = packet;
    const isLate = arrivalUs !== undefined && isTooLate(delay, { sampleTimeUs, arrivalUs, durationUs });
    const marked = isLate ? { ...packet, late: true as const } : packet;
    extendStream(live, this.#designFor(packet.samplingRateHz), marked, draft);
    if (state.late !== undefined && isIdle(state.late, durationUs)) this.#finishLate(draft);
  }

  /** Late data fill a hole; anything else from behind came before, or comes from a device whose clock went back. */
  #takeBehind(packet: ArrivedPacket, draft: OutputDraft): void {
    const state = this.#state;
    state.turnedBack = turnedBackWith(state.turnedBack, packet);
    if (state.turnedBack !== undefined && isLiveAgain(state.turnedBack, packet)) {
      this.#turnBack(packet, draft);
      return;
    }
    const { fromUs, toUs, durationUs } = packetSpan(packet);
    const { lastSampleTimeUs: timeUs } = packet;
    if (!isInHole(state.holes, (fromUs + toUs) / 2)) {
      draft.events.push({ kind: 'duplicate', timeUs, ...numbered(packet) });
      return;
    }
    draft.events.push({ kind: 'late', timeUs, ...numbered(packet) });
    coverHoles(state.holes, fromUs, toUs, durationUs / 2);
    state.late ??= lateStream();
    takeLate(state.late, packet, this.#tools, draft);
  }

  #turnBack(packet: ArrivedPacket, draft: OutputDraft): void {
    const { live, delay } = this.#state;
    this.#finishLate(draft);
    this.#order(draft, (ordered) => {
      restartOrder(live.order, this.#tools.order, ordered);
    });
    if (packet.arrivalUs !== undefined) delay.usualUs = packet.arrivalUs - packet.lastSampleTimeUs;
    this.#state.turnedBack = undefined;
    this.#take(packet, draft);
  }

  #finishLate(draft: OutputDraft): void {
    const { late } = this.#state;
    if (late === undefined) return;
    finishLate(late.stream, this.#tools, draft);
    this.#state.late = undefined;
  }

  #designFor(samplingRateHz: number): SegmentDesign {
    if (this.#design?.samplingRateHz !== samplingRateHz) {
      const { preprocessing = rWindow88Microvolts, mainsHz } = this.#state.options;
      this.#design = segmentDesign(samplingRateHz, {
        models: this.#models,
        preprocessing,
        ...(mainsHz !== undefined && { mainsHz }),
      });
    }
    return this.#design;
  }
}

function checkSource(state: LeadState, { patientId, deviceId, lead }: Packet): void {
  state.source ??= { patientId, deviceId, lead };
  const { source } = state;
  if (source.patientId === patientId && source.deviceId === deviceId && source.lead === lead) return;
  throw new EcgError(
    {
      field: 'packet',
      found: `one of patient ${patientId}, device ${deviceId}, lead ${lead}`,
      expected: `${source.patientId}, ${source.deviceId}, ${source.lead}`,
    },
    { code: 'invalid-argument' },
  );
}
