import { newCounts, type Beat, type SignalSecond, type Writable } from '@beatwatch/contracts';
import { advanceFibrillation, closeFibrillationSecond } from '../fibrillation/fibrillation.ts';
import { advanceQuality, closeSecond } from '../quality/quality.ts';
import { advanceDetector, takeQrsShare } from '../rpeaks/detector.ts';
import { longestRrSeconds } from '../rpeaks/tuning.ts';
import { cutSamples } from './cut-beat.ts';
import type { LeadChunk, OutputDraft } from './output.ts';
import type { ArrivedPacket } from './packet-order.ts';
import { sampleTimeUs } from './sample-clock.ts';
import type { SegmentDesign } from './segment-design.ts';
import type { SegmentState } from './segment-state.ts';

/**
 * Adds a packet's samples. They are processed second by second, so that beats and seconds come in the same order for
 * every split into packets.
 */
export function extendSegment(
  segment: SegmentState,
  design: SegmentDesign,
  packet: ArrivedPacket,
  draft: OutputDraft,
): void {
  const { samples, origin, from = 0 } = packet;
  segment.late = packet.late === true;
  for (let done = 0; done < samples.length;) {
    const count = Math.min(samples.length - done, segment.chunk.length - segment.chunkLength);
    const piece = samples.subarray(done, done + count);
    segment.chunk.set(piece, segment.chunkLength);
    segment.chunkLength += count;
    segment.sampleCount += count;
    if (origin !== undefined) segment.parts.push({ origin, from: from + done, count });
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
  draft.chunks.push(takeChunk(segment));
}

function closeChunk(segment: SegmentState, design: SegmentDesign, draft: OutputDraft): void {
  const { models } = design;
  const { fibrillationIndex, rhythmMeasures } = closeFibrillationSecond(
    segment.fibrillation,
    design.fibrillation,
    models.fibrillation,
  );
  const { qualityIndex, faults } = closeSecond(segment.quality, design.quality, models.quality);
  const qrsShare = takeQrsShare(segment.detector);
  const { source, firstSampleTimeUs, sampleCount, samplingRateHz } = segment;
  const chunk = takeChunk(segment);
  chunk.quality = { qualityIndex, faults, fibrillationIndex };
  draft.chunks.push(chunk);
  const second: Writable<SignalSecond> = {
    patientId: source.patientId,
    deviceId: source.deviceId,
    lead: source.lead,
    timeUs: chunk.firstSampleTimeUs,
    endTimeUs: sampleTimeUs(firstSampleTimeUs, sampleCount, samplingRateHz),
    qualityIndex,
    faults,
    fibrillationIndex,
  };
  if (rhythmMeasures !== undefined) second.rhythmMeasures = rhythmMeasures;
  if (qrsShare !== undefined) second.qrsShare = qrsShare;
  if (segment.late) second.late = true;
  draft.observations.push({ kind: 'second', second });
}

/** The samples of the second in progress; another one begins. */
function takeChunk(segment: SegmentState): Writable<LeadChunk> {
  const { source, sampleCount, chunkLength, microvoltsPerCount, samplingRateHz, parts } = segment;
  const samples = newCounts(chunkLength);
  samples.set(segment.chunk.subarray(0, chunkLength));
  segment.chunkLength = 0;
  segment.parts = [];
  return {
    patientId: source.patientId,
    deviceId: source.deviceId,
    lead: source.lead,
    firstSampleTimeUs: sampleTimeUs(segment.firstSampleTimeUs, sampleCount - chunkLength, samplingRateHz),
    samplingRateHz,
    microvoltsPerCount,
    samples,
    ...(parts.length > 0 && { parts }),
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

function peakTimeUs(
  { firstSampleTimeUs, samplingRateHz }: SegmentState,
  design: SegmentDesign,
  position: number,
): number {
  const sample = Math.max(0, position - design.detector.analysisDelay);
  return sampleTimeUs(firstSampleTimeUs, sample, samplingRateHz);
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
  const { patientId, deviceId, lead } = segment.source;
  const rrIntervalMs = (endTimeUs - timeUs) / 1000;
  const beat = { patientId, deviceId, lead, timeUs, endTimeUs, rrIntervalMs } as Writable<Beat>;
  if (lastRrIntervalMs > 0) beat.precedingRrIntervalMs = lastRrIntervalMs;
  beat.preprocessing = preprocessing;
  beat.samples = samples;
  if (segment.late) beat.late = true;
  draft.observations.push({ kind: 'beat', beat });
}
