import type { Packet } from '@beatwatch/contracts';
import {
  advanceFibrillation,
  closeFibrillationSecond,
  fibrillationDesign,
  fibrillationState,
  type FibrillationDesign,
  type FibrillationState,
} from '../fibrillation/fibrillation.ts';
import {
  advanceQuality,
  closeSecond,
  qualityDesign,
  qualityState,
  type QualityDesign,
  type QualityState,
} from '../quality/quality.ts';
import { detectorDesign, type DetectorDesign } from '../rpeaks/design.ts';
import { advanceDetector } from '../rpeaks/detector.ts';
import { detectorState, type DetectorState } from '../rpeaks/state.ts';
import { longestRrSeconds } from '../rpeaks/tuning.ts';
import { cutSamples, type LivePreprocessing } from './cut-beat.ts';
import type { LeadChunk, LeadSource, OutputDraft } from './output.ts';
import type { SignalModels } from './signal-models.ts';
import { sampleTimeUs, startClock, type SampleClock } from './sample-clock.ts';

/** Signal without a hole, at one rate and gain: plain data. */
export interface StretchState {
  readonly source: LeadSource;
  /** Whether its newest packet came too late for a live alarm. */
  late: boolean;
  readonly clock: SampleClock;
  readonly microvoltsPerCount: number;
  sampleCount: number;
  /** Samples of the second that is being filled; the rest of the array is unused. */
  readonly chunk: Int16Array;
  chunkLength: number;
  /** Epoch time of the last R peak. */
  lastPeakTimeUs: number;
  /** From the R peak before it to the last one; 0 where none is known. */
  lastRrIntervalMs: number;
  readonly detector: DetectorState;
  readonly quality: QualityState;
  readonly fibrillation: FibrillationState;
}

export interface StretchOptions {
  readonly models: SignalModels;
  readonly mainsHz?: 50 | 60;
  readonly preprocessing: LivePreprocessing;
}

/** What follows from the sampling rate and the options alone. */
export interface StretchDesign {
  readonly samplingRateHz: number;
  readonly models: SignalModels;
  readonly preprocessing: LivePreprocessing;
  readonly detector: DetectorDesign;
  readonly quality: QualityDesign;
  readonly fibrillation: FibrillationDesign;
}

export const stretchDesign = (
  samplingRateHz: number,
  { models, preprocessing, ...options }: StretchOptions,
): StretchDesign => ({
  samplingRateHz,
  models,
  preprocessing,
  detector: detectorDesign({ samplingRateHz, ...options }),
  quality: qualityDesign(samplingRateHz),
  fibrillation: fibrillationDesign(samplingRateHz),
});

export function startStretch(packet: Packet, design: StretchDesign): StretchState {
  const { patientId, deviceId, lead, samplingRateHz, lastSampleTimeUs, microvoltsPerCount, samples } = packet;
  return {
    source: { patientId, deviceId, lead },
    late: packet.late === true,
    clock: startClock(lastSampleTimeUs, samples.length, samplingRateHz),
    microvoltsPerCount,
    sampleCount: 0,
    chunk: new Int16Array(Math.max(1, Math.floor(samplingRateHz))),
    chunkLength: 0,
    lastPeakTimeUs: 0,
    lastRrIntervalMs: 0,
    detector: detectorState(design.detector),
    quality: qualityState(design.quality),
    fibrillation: fibrillationState(design.fibrillation),
  };
}

/**
 * Adds a packet's samples. They are worked on up to the end of each second in turn, so that beats and seconds come
 * in one order, however the samples were cut into packets.
 */
export function extendStretch(
  stretch: StretchState,
  design: StretchDesign,
  packet: Packet,
  draft: OutputDraft,
): void {
  const { samples } = packet;
  stretch.late = packet.late === true;
  for (let done = 0; done < samples.length;) {
    const count = Math.min(samples.length - done, stretch.chunk.length - stretch.chunkLength);
    const piece = samples.subarray(done, done + count);
    stretch.chunk.set(piece, stretch.chunkLength);
    stretch.chunkLength += count;
    stretch.sampleCount += count;
    done += count;
    findBeats(stretch, design, piece, draft);
    advanceQuality(stretch.quality, design.quality, piece, stretch.microvoltsPerCount);
    advanceFibrillation(stretch.fibrillation, design.fibrillation, piece, stretch.microvoltsPerCount);
    if (stretch.chunkLength === stretch.chunk.length) closeChunk(stretch, design, draft);
  }
}

/** The chunk that is being filled comes out as it is. */
export function flushChunk(stretch: StretchState, draft: OutputDraft): void {
  if (stretch.chunkLength === 0) return;
  draft.chunks.push(chunkOf(stretch));
  stretch.chunkLength = 0;
}

function closeChunk(stretch: StretchState, design: StretchDesign, draft: OutputDraft): void {
  const quality = {
    ...closeSecond(stretch.quality, design.quality, design.models.quality),
    fibrillationIndex: closeFibrillationSecond(
      stretch.fibrillation,
      design.fibrillation,
      design.models.fibrillation,
    ),
  };
  const { firstSampleTimeUs, samplingRateHz } = stretch.clock;
  const chunk = { ...chunkOf(stretch), quality };
  draft.chunks.push(chunk);
  draft.observations.push({
    kind: 'second',
    second: {
      ...stretch.source,
      timeUs: chunk.firstSampleTimeUs,
      endTimeUs: sampleTimeUs(firstSampleTimeUs, stretch.sampleCount, samplingRateHz),
      ...quality,
      ...(stretch.late && { late: true }),
    },
  });
  stretch.chunkLength = 0;
}

function chunkOf(stretch: StretchState): LeadChunk {
  const { source, clock, sampleCount, chunkLength, chunk, microvoltsPerCount } = stretch;
  const { samplingRateHz, firstSampleTimeUs } = clock;
  return {
    ...source,
    firstSampleTimeUs: sampleTimeUs(firstSampleTimeUs, sampleCount - chunkLength, samplingRateHz),
    samplingRateHz,
    microvoltsPerCount,
    samples: chunk.slice(0, chunkLength),
  };
}

function findBeats(
  stretch: StretchState,
  design: StretchDesign,
  samples: Int16Array,
  draft: OutputDraft,
): void {
  advanceDetector(stretch.detector, design.detector, samples, stretch.microvoltsPerCount, {
    peak(position, previous) {
      // R peaks are at least 150 ms apart in samples; this holds for their times while the clock is being followed.
      const timeUs = Math.max(peakTimeUs(stretch, design, position), stretch.lastPeakTimeUs + 100_000);
      if (previous >= 0) {
        addBeat(stretch, design, { from: previous, to: position, endTimeUs: timeUs }, draft);
        stretch.lastRrIntervalMs = (timeUs - stretch.lastPeakTimeUs) / 1000;
      } else stretch.lastRrIntervalMs = 0;
      stretch.lastPeakTimeUs = timeUs;
    },
    pause(position) {
      const to = position + design.detector.longestRr;
      const endTimeUs = stretch.lastPeakTimeUs + longestRrSeconds * 1e6;
      addBeat(stretch, design, { from: position, to, endTimeUs }, draft);
    },
  });
}

function peakTimeUs({ clock }: StretchState, design: StretchDesign, position: number): number {
  const sample = Math.max(0, position - design.detector.analysisDelay);
  return sampleTimeUs(clock.firstSampleTimeUs, sample, clock.samplingRateHz);
}

interface FoundBeat {
  /** Sample numbers in the analysis band. */
  readonly from: number;
  readonly to: number;
  readonly endTimeUs: number;
}

function addBeat(
  stretch: StretchState,
  design: StretchDesign,
  { from, to, endTimeUs }: FoundBeat,
  draft: OutputDraft,
): void {
  const { samplingRateHz, preprocessing } = design;
  const { history, sampleCount } = stretch.detector;
  const { lastPeakTimeUs: timeUs, lastRrIntervalMs } = stretch;
  const samples = cutSamples(preprocessing, history, { from, to, sampleCount, samplingRateHz });
  if (samples === undefined) {
    draft.events.push({ kind: 'no-beat', timeUs, reason: 'flat' });
    return;
  }
  const beat = {
    ...stretch.source,
    timeUs,
    endTimeUs,
    rrIntervalMs: (endTimeUs - timeUs) / 1000,
    ...(lastRrIntervalMs > 0 && { precedingRrIntervalMs: lastRrIntervalMs }),
    preprocessing,
    samples,
    ...(stretch.late && { late: true as const }),
  };
  draft.observations.push({ kind: 'beat', beat });
}
