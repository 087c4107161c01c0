import { rWindow88Microvolts } from '@beatwatch/contracts';
import { EcgError } from '../errors.ts';
import { upgradeSnapshot, snapshotVersion } from './upgrade-snapshot.ts';
import type { LivePreprocessing } from './cut-beat.ts';
import { delayState, followClockStep, isTooLate, type DelayState } from './delay.ts';
import { segmentBoundary } from './segment-boundary.ts';
import { extendStream, orderedPieces, packetStreamState, type PacketStreamState } from './packet-stream.ts';
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
  type TracedPacket,
  type OrderDraft,
  type OrderedPacket,
} from './packet-order.ts';
import { packetSpan } from './packet-span.ts';
import { restoreStream, type StoredStream } from './restore-stream.ts';
import type { SignalModels } from './signal-models.ts';
import { flushChunk } from './segment.ts';
import type { SegmentDesign } from './segment-design.ts';
import { sharedDesign } from './shared-designs.ts';
import { coverHoles, holesBefore, isInHole, openHole, type TimeHoles } from './time-holes.ts';
import { isClockSetBack, isClockSetRight, extendEarlierRun, type EarlierRun } from './clock-set-back.ts';

/** Settings stored in a snapshot. */
interface LeadSettings {
  /** Number of packets that may overtake a missing one before it counts as lost. Default 8. */
  readonly reorderWindowPackets?: number;
  /** Mains frequency to remove. Default: no notch. */
  readonly mainsHz?: 50 | 60;
  /** How beats are cut. Default `r-window-88-microvolts`. */
  readonly preprocessing?: LivePreprocessing;
}

export interface LeadPipelineOptions extends LeadSettings {
  /** Models that judge each second; not stored in a snapshot. */
  readonly models: SignalModels;
}

/**
 * Turns the packets of one lead of one device into waveform chunks, judged seconds and beats. It reads no clock other
 * than the times of the packets and of the log: the same packets give bit-identical output for every split, delay
 * within the reorder window and duplicate, and wherever the state is stored and restored.
 *
 * A beat runs from its R peak to the next one, is cut from the 0.5 to 40 Hz band, and is output about 0.3 s after the
 * R peak that ends it; the beats of the first two seconds are output together. If no R peak follows within 3 s, the
 * beat is cut to 3 s. No beat spans a gap, a clock that was set, or a change of rate or gain.
 *
 * Packets that arrive after the live stream has passed them are processed as a stream of their own and marked late, as
 * are packets that arrive more than a minute later than usual for this device.
 */
export interface LeadPipeline {
  /**
   * @param arrivalUs epoch microseconds at which the log received the packet; without it the delay is unknown
   * @throws EcgError if patient, device or lead differ from those of the first packet
   */
  push(packet: TracedPacket, arrivalUs?: number): LeadOutput;
  /** Smallest usual delay, log time less device time, microseconds; undefined before a live packet with an arrival. */
  readonly usualDelayUs: number | undefined;
  /** Ends the stream: outputs the waiting packets and the chunks in progress. */
  flush(): LeadOutput;
  /** Copy of the state: structured-cloneable data of a few kilobytes. */
  snapshot(): unknown;
}

interface LeadState {
  readonly version: typeof snapshotVersion;
  readonly options: LeadSettings;
  source: LeadSource | undefined;
  readonly live: PacketStreamState;
  /** Undefined unless late data are arriving. */
  late: LateStream | undefined;
  /** Time spans without live signal. */
  holes: TimeHoles;
  readonly delay: DelayState;
  earlierRun: EarlierRun | undefined;
}

/** State as a snapshot holds it. */
type StoredLead = Omit<LeadState, 'live' | 'late'> & {
  readonly live: StoredStream;
  readonly late: (Omit<LateStream, 'stream'> & { readonly stream: StoredStream }) | undefined;
};

export function createLeadPipeline({ models, ...options }: LeadPipelineOptions): LeadPipeline {
  const state: LeadState = {
    version: snapshotVersion,
    options,
    source: undefined,
    live: packetStreamState(),
    late: undefined,
    holes: [],
    delay: delayState(),
    earlierRun: undefined,
  };
  return new RunningLead(state, models);
}

/**
 * Creates a pipeline that continues from a snapshot.
 * @param options `preprocessing`: how beats are cut from here on. Default: as stored in the snapshot
 * @throws EcgError if the version of the snapshot is unknown
 */
export function restoreLeadPipeline(
  snapshot: unknown,
  { models, preprocessing }: Pick<LeadPipelineOptions, 'models' | 'preprocessing'>,
): LeadPipeline {
  const current = upgradeSnapshot(snapshot);
  if (current === undefined) {
    throw new EcgError(
      { field: 'snapshot', found: 'an unknown version', expected: `version 5 to ${snapshotVersion}` },
      { code: 'invalid-argument' },
    );
  }
  const { live, late, ...rest } = current as StoredLead;
  const { options, ...others } = structuredClone(rest);
  const state: LeadState = {
    ...others,
    options: preprocessing === undefined ? options : { ...options, preprocessing },
    live: restoreStream(live),
    late: late === undefined ? undefined : { ...late, stream: restoreStream(late.stream) },
  };
  return new RunningLead(state, models);
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

  push(packet: TracedPacket, arrivalUs?: number): LeadOutput {
    checkSource(this.#state, packet);
    const draft = emptyDraft();
    this.#take(arrivalUs === undefined ? packet : { ...packet, arrivalUs }, draft);
    return draft;
  }

  get usualDelayUs(): number | undefined {
    return this.#state.delay.usualUs;
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
    for (const next of ordered.ready) {
      for (const piece of orderedPieces(this.#state.live, next)) this.#passLive(piece, draft);
    }
    for (const packet of ordered.behind) this.#takeBehind(packet, draft);
  }

  #passLive(next: OrderedPacket, draft: OutputDraft): void {
    const state = this.#state;
    const { live, delay } = state;
    const { packet } = next;
    const { fromUs, toUs, durationUs } = packetSpan(packet);
    state.earlierRun = undefined;
    const boundary = live.segment && segmentBoundary(live.segment, next, draft.events);
    if (boundary === undefined) state.holes = holesBefore(fromUs);
    else {
      const { endUs, setBackUs } = boundary;
      if (setBackUs > 0) followClockStep(delay, -setBackUs);
      if (next.afterGap || next.restarted) openHole(state.holes, endUs, fromUs);
    }
    coverHoles(state.holes, fromUs, toUs, durationUs / 2);
    const { arrivalUs, lastSampleTimeUs: sampleTimeUs } = packet;
    const isLate = arrivalUs !== undefined && isTooLate(delay, { sampleTimeUs, arrivalUs, durationUs });
    const marked = isLate ? { ...packet, late: true as const } : packet;
    extendStream(live, this.#designFor(packet.samplingRateHz), { packet: marked, boundary }, draft);
    if (state.late !== undefined && isIdle(state.late, durationUs)) this.#finishLate(draft);
  }

  /** Handles a packet from before the live stream's end: late data, a duplicate, or a clock that was set back. */
  #takeBehind(packet: ArrivedPacket, draft: OutputDraft): void {
    const state = this.#state;
    state.earlierRun = extendEarlierRun(state.earlierRun, packet);
    const isSetBack = state.earlierRun !== undefined && isClockSetBack(state.earlierRun, packet);
    if (isSetBack || isClockSetRight(state.delay, packet)) {
      this.#restartOnNewClock(packet, draft);
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

  #restartOnNewClock(packet: ArrivedPacket, draft: OutputDraft): void {
    const { live, delay } = this.#state;
    this.#finishLate(draft);
    this.#order(draft, (ordered) => {
      restartOrder(live.order, this.#tools.order, ordered);
    });
    if (packet.arrivalUs !== undefined) delay.usualUs = packet.arrivalUs - packet.lastSampleTimeUs;
    this.#state.earlierRun = undefined;
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
      this.#design = sharedDesign(samplingRateHz, {
        models: this.#models,
        preprocessing,
        ...(mainsHz !== undefined && { mainsHz }),
      });
    }
    return this.#design;
  }
}

function checkSource(state: LeadState, { patientId, deviceId, lead }: TracedPacket): void {
  state.source ??= { patientId, deviceId, lead };
  const { source } = state;
  if (source.patientId === patientId && source.deviceId === deviceId && source.lead === lead) return;
  throw new EcgError(
    {
      field: 'packet',
      found: `patient ${patientId}, device ${deviceId}, lead ${lead}`,
      expected: `patient ${source.patientId}, device ${source.deviceId}, lead ${source.lead}`,
    },
    { code: 'invalid-argument' },
  );
}
