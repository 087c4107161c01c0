import { rWindow88Microvolts, type Packet } from '@beatwatch/contracts';
import { EcgError } from '../errors.ts';
import { emptyDraft, type LeadOutput, type LeadSource, type OutputDraft } from './output.ts';
import {
  orderPacket,
  packetOrderState,
  releaseHeld,
  type OrderedPacket,
  type PacketOrderState,
} from './packet-order.ts';
import type { LivePreprocessing } from './cut-beat.ts';
import { clockDeviationUs, followClock, isClockJump } from './sample-clock.ts';
import {
  extendStretch,
  flushChunk,
  startStretch,
  stretchDesign,
  type StretchDesign,
  type StretchState,
} from './stretch.ts';

export interface LeadPipelineOptions {
  /** So many packets may overtake a missing one before it counts as lost. Default 8. */
  readonly reorderWindowPackets?: number;
  /** Takes the mains hum out. Default: no notch. */
  readonly mainsHz?: 50 | 60;
  /** How beats are cut: `r-window-88-microvolts` or `rr-140-zscore`. Default the first. */
  readonly preprocessing?: LivePreprocessing;
}

/**
 * Packets to waveform chunks, judged second by second, and beats, for one lead of one device. It knows no clock but that of the packets: the
 * same packets give the same output, bit for bit, however they were split, delayed within the reorder window or
 * doubled, and whenever the state was stored and brought back in between.
 *
 * A beat runs from its R peak to the next, is cut from the 0.5 to 40 Hz band, and comes out about 0.3 s after the
 * R peak that ends it; the beats of the first two seconds come together. After an R peak with no other within 3 s the
 * beat is cut to these 3 s. Across a gap, a set clock or a change of rate or gain there is no beat.
 */
export interface LeadPipeline {
  /** @throws EcgError where the packet belongs to another patient, device or lead than the first one. */
  push(packet: Packet): LeadOutput;
  /** The stream has ended: packets that wait come out, and the chunk that is being filled. */
  flush(): LeadOutput;
  /** A copy of the state: plain, structured-cloneable data of a few kilobytes. */
  snapshot(): unknown;
}

const snapshotVersion = 2;

interface LeadState {
  readonly version: typeof snapshotVersion;
  readonly options: LeadPipelineOptions;
  readonly order: PacketOrderState;
  source: LeadSource | undefined;
  stretch: StretchState | undefined;
}

export function createLeadPipeline(options: LeadPipelineOptions = {}): LeadPipeline {
  return pipelineOn({
    version: snapshotVersion,
    options,
    order: packetOrderState(),
    source: undefined,
    stretch: undefined,
  });
}

/**
 * Goes on where `snapshot` left off.
 * @throws EcgError where this is no snapshot of this version.
 */
export function restoreLeadPipeline(snapshot: unknown): LeadPipeline {
  const version =
    typeof snapshot === 'object' && snapshot !== null && 'version' in snapshot ? snapshot.version : undefined;
  if (version !== snapshotVersion) {
    throw new EcgError(`snapshot: found version ${String(version)}, expected ${snapshotVersion}`, {
      code: 'invalid-argument',
      context: { field: 'snapshot' },
    });
  }
  return pipelineOn(structuredClone(snapshot) as LeadState);
}

function pipelineOn(state: LeadState): LeadPipeline {
  const orderOptions = { reorderWindowPackets: state.options.reorderWindowPackets ?? 8 };
  const { preprocessing = rWindow88Microvolts } = state.options;
  let design: StretchDesign | undefined;

  const designFor = (samplingRateHz: number): StretchDesign => {
    if (design?.samplingRateHz !== samplingRateHz) {
      design = stretchDesign(samplingRateHz, { ...state.options, preprocessing });
    }
    return design;
  };
  const process = (ordered: readonly OrderedPacket[], draft: OutputDraft): void => {
    for (const next of ordered) {
      markBreak(state, next, draft);
      const { packet } = next;
      const packetDesign = designFor(packet.samplingRateHz);
      state.stretch ??= startStretch(packet, packetDesign);
      extendStretch(state.stretch, packetDesign, packet, draft);
    }
  };

  return {
    push(packet) {
      checkSource(state, packet);
      const draft = emptyDraft();
      process(orderPacket(state.order, packet, orderOptions, draft.events), draft);
      return draft;
    },
    flush() {
      const draft = emptyDraft();
      process(releaseHeld(state.order, orderOptions), draft);
      if (state.stretch !== undefined) flushChunk(state.stretch, draft);
      return draft;
    },
    snapshot: () => structuredClone(state),
  };
}

/** Ends the stretch where the next packet does not join it, and says why; else follows the device's clock. */
function markBreak(
  state: LeadState,
  { packet, lostPackets, restarted }: OrderedPacket,
  draft: OutputDraft,
): void {
  const { stretch } = state;
  const { samplingRateHz, microvoltsPerCount, lastSampleTimeUs, samples, sequence } = packet;
  const timeUs = lastSampleTimeUs - Math.round(((samples.length - 1) * 1e6) / samplingRateHz);
  if (restarted) draft.events.push({ kind: 'restart', timeUs, sequence });
  else if (lostPackets > 0) draft.events.push({ kind: 'gap', timeUs, lostPackets });
  if (stretch === undefined) return;
  let breaks = restarted || lostPackets > 0;
  if (samplingRateHz !== stretch.clock.samplingRateHz || microvoltsPerCount !== stretch.microvoltsPerCount) {
    draft.events.push({ kind: 'rate-change', timeUs, samplingRateHz, microvoltsPerCount });
    breaks = true;
  }
  if (!breaks) {
    const jumpUs = clockDeviationUs(stretch.clock, lastSampleTimeUs, stretch.sampleCount + samples.length);
    if (isClockJump(jumpUs)) {
      draft.events.push({ kind: 'clock-jump', timeUs, jumpUs });
      breaks = true;
    } else followClock(stretch.clock, jumpUs, samples.length);
  }
  if (breaks) {
    flushChunk(stretch, draft);
    state.stretch = undefined;
  }
}

function checkSource(state: LeadState, { patientId, deviceId, lead }: Packet): void {
  state.source ??= { patientId, deviceId, lead };
  const { source } = state;
  if (source.patientId === patientId && source.deviceId === deviceId && source.lead === lead) return;
  throw new EcgError(
    `packet: found one of patient ${patientId}, device ${deviceId}, lead ${lead}, expected ${source.patientId}, ${source.deviceId}, ${source.lead}`,
    { code: 'invalid-argument', context: { field: 'packet' } },
  );
}
