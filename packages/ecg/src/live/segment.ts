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
import { advanceDetector, takeQrsShare } from '../rpeaks/detector.ts';
import { detectorState, type DetectorLevels, type DetectorState } from '../rpeaks/state.ts';
import { longestRrSeconds } from '../rpeaks/tuning.ts';
import { cutSamples, type LivePreprocessing } from './cut-beat.ts';
import type { LeadChunk, LeadSource, OutputDraft } from './output.ts';
import type { SignalModels } from './signal-models.ts';
import { sampleTimeUs, startClock, type SampleClock } from './sample-clock.ts';

/** Continuous signal at one rate and gain; plain data. */
export interface SegmentState {
  readonly source: LeadSource;
  /** Whether the newest packet arrived too late for a live alarm. */
  late: boolean;
  readonly clock: SampleClock;
  readonly microvoltsPerCount: number;
  sampleCount: number;
  /** Samples of the second in progress: the first `chunkLength`. */
  readonly chunk: Int16Array;
  chunkLength: number;
  /** Epoch time of the last R peak. */
  lastPeakTimeUs: number;
  /** Interval that ended with the last R peak; 0 if unknown. */
  lastRrIntervalMs: number;
  readonly detector: DetectorState;
  readonly quality: QualityState;
  readonly fibrillation: FibrillationState;
}

export interface SegmentOptions {
  readonly models: SignalModels;
  readonly mainsHz?: 50 | 60;
  readonly preprocessing: LivePreprocessing;
}

/** Filters and constants that depend on the sampling rate and the options alone. */
export interface SegmentDesign {
  readonly samplingRateHz: number;
  /** Undefined: no notch. */
  readonly mainsHz: 50 | 60 | undefined;
  readonly models: SignalModels;
  readonly preprocessing: LivePreprocessing;
  readonly detector: DetectorDesign;
  readonly quality: QualityDesign;
  readonly fibrillation: FibrillationDesign;
}

export const segmentDesign = (
  samplingRateHz: number,
  { models, preprocessing, ...options }: SegmentOptions,
): SegmentDesign => ({
  samplingRateHz,
  mainsHz: options.mainsHz,
  models,
  preprocessing,
  detector: detectorDesign({ samplingRateHz, ...options }),
  quality: qualityDesign(samplingRateHz),
  fibrillation: fibrillationDesign(samplingRateHz),
});

/** @param levels what the detector had learned before a short hole. Default: nothing */
export function startSegment(packet: Packet, design: SegmentDesign, levels?: DetectorLevels): SegmentState {
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
    detector: { ...detectorState(design.detector), ...levels },
    quality: qualityState(design.quality),
    fibrillation: fibrillationState(design.fibrillation),
  };
}

/**
 * Adds a packet's samples. They are processed second by second, so that beats and seconds come in the same order for
 * every split into packets.
 */
export function extendSegment(
  segment: SegmentState,
  design: SegmentDesign,
  packet: Packet,
  draft: OutputDraft,
): void {
  const { samples } = packet;
  segment.late = packet.late === true;
  for (let done = 0; done < samples.length;) {
    const count = Math.min(samples.length - done, segment.chunk.length - segment.chunkLength);
    const piece = samples.subarray(done, done + count);
    segment.chunk.set(piece, segment.chunkLength);
    segment.chunkLength += count;
    segment.sampleCount += count;
    done += count;
    findBeats(segment, design, piece, draft);
    advanceQuality(segment.quality, design.quality, piece, segment.microvoltsPerCount);
    advanceFibrillation(segment.fibrillation, design.fibrillation, piece, segment.microvoltsPerCount);
    if (segment.chunkLength === segment.chunk.length) closeChunk(segment, design, draft);
  }
}

/** Outputs the chunk in progress as it is. */
export function flushChunk(segment: SegmentState, draft: OutputDraft): void {
  if (segment.chunkLength === 0) return;
  draft.chunks.push(chunkOf(segment));
  segment.chunkLength = 0;
}

function closeChunk(segment: SegmentState, design: SegmentDesign, draft: OutputDraft): void {
  const { fibrillationIndex, rhythmMeasures } = closeFibrillationSecond(
    segment.fibrillation,
    design.fibrillation,
    design.models.fibrillation,
  );
  const quality = {
    ...closeSecond(segment.quality, design.quality, design.models.quality),
    fibrillationIndex,
  };
  const qrsShare = takeQrsShare(segment.detector);
  const { firstSampleTimeUs, samplingRateHz } = segment.clock;
  const chunk = { ...chunkOf(segment), quality };
  draft.chunks.push(chunk);
  draft.observations.push({
    kind: 'second',
    second: {
      ...segment.source,
      timeUs: chunk.firstSampleTimeUs,
      endTimeUs: sampleTimeUs(firstSampleTimeUs, segment.sampleCount, samplingRateHz),
      ...quality,
      ...(rhythmMeasures && { rhythmMeasures }),
      ...(qrsShare !== undefined && { qrsShare }),
      ...(segment.late && { late: true }),
    },
  });
  segment.chunkLength = 0;
}

function chunkOf(segment: SegmentState): LeadChunk {
  const { source, clock, sampleCount, chunkLength, chunk, microvoltsPerCount } = segment;
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
  segment: SegmentState,
  design: SegmentDesign,
  samples: Int16Array,
  draft: OutputDraft,
): void {
  const counted = { samples, microvoltsPerCount: segment.microvoltsPerCount };
  advanceDetector(segment.detector, design.detector, counted, {
    peak(position, previous) {
      // R peaks are at least 150 ms apart in samples; keep their times apart too while the clock is adjusted.
      const timeUs = Math.max(peakTimeUs(segment, design, position), segment.lastPeakTimeUs + 100_000);
      if (previous >= 0) {
        addBeat(segment, design, { from: previous, to: position, endTimeUs: timeUs }, draft);
        segment.lastRrIntervalMs = (timeUs - segment.lastPeakTimeUs) / 1000;
      } else segment.lastRrIntervalMs = 0;
      segment.lastPeakTimeUs = timeUs;
    },
    pause(position) {
      const to = position + design.detector.longestRr;
      const endTimeUs = segment.lastPeakTimeUs + longestRrSeconds * 1e6;
      addBeat(segment, design, { from: position, to, endTimeUs }, draft);
    },
  });
}

function peakTimeUs({ clock }: SegmentState, design: SegmentDesign, position: number): number {
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
  segment: SegmentState,
  design: SegmentDesign,
  { from, to, endTimeUs }: FoundBeat,
  draft: OutputDraft,
): void {
  const { samplingRateHz, preprocessing } = design;
  const { history, sampleCount } = segment.detector;
  const { lastPeakTimeUs: timeUs, lastRrIntervalMs } = segment;
  const samples = cutSamples(preprocessing, history, { from, to, sampleCount, samplingRateHz });
  if (samples === undefined) {
    draft.events.push({ kind: 'no-beat', timeUs, reason: 'flat' });
    return;
  }
  const beat = {
    ...segment.source,
    timeUs,
    endTimeUs,
    rrIntervalMs: (endTimeUs - timeUs) / 1000,
    ...(lastRrIntervalMs > 0 && { precedingRrIntervalMs: lastRrIntervalMs }),
    preprocessing,
    samples,
    ...(segment.late && { late: true as const }),
  };
  draft.observations.push({ kind: 'beat', beat });
}
