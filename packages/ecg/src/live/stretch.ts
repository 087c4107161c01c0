import { rr140Zscore, type Packet } from '@beatwatch/contracts';
import { detectorDesign, type DetectorDesign } from '../rpeaks/design.ts';
import { advanceDetector } from '../rpeaks/detector.ts';
import { detectorState, type DetectorState } from '../rpeaks/state.ts';
import { longestRrSeconds } from '../rpeaks/tuning.ts';
import { rrShape } from '../segmentation/beat-shape.ts';
import type { LeadSource, OutputDraft } from './output.ts';
import { sampleTimeUs, startClock, type SampleClock } from './sample-clock.ts';

/** Signal without a hole, at one rate and gain: plain data. */
export interface StretchState {
  readonly source: LeadSource;
  readonly clock: SampleClock;
  readonly microvoltsPerCount: number;
  sampleCount: number;
  /** Samples of the chunk that is being filled; the rest of the array is unused. */
  readonly chunk: Int16Array;
  chunkLength: number;
  /** Epoch time of the last R peak. */
  lastPeakTimeUs: number;
  readonly detector: DetectorState;
}

export interface StretchOptions {
  readonly mainsHz?: 50 | 60;
}

export const stretchDesign = (samplingRateHz: number, options: StretchOptions): DetectorDesign =>
  detectorDesign({ samplingRateHz, ...options });

export function startStretch(packet: Packet, design: DetectorDesign): StretchState {
  const { patientId, deviceId, lead, samplingRateHz, lastSampleTimeUs, microvoltsPerCount, samples } = packet;
  return {
    source: { patientId, deviceId, lead },
    clock: startClock(lastSampleTimeUs, samples.length, samplingRateHz),
    microvoltsPerCount,
    sampleCount: 0,
    chunk: new Int16Array(Math.max(1, Math.floor(samplingRateHz))),
    chunkLength: 0,
    lastPeakTimeUs: 0,
    detector: detectorState(design),
  };
}

/** Adds a packet's samples: whole chunks and finished beats go to the draft. */
export function extendStretch(
  stretch: StretchState,
  design: DetectorDesign,
  packet: Packet,
  draft: OutputDraft,
): void {
  fillChunks(stretch, packet.samples, draft);
  stretch.sampleCount += packet.samples.length;
  const { detector } = stretch;
  advanceDetector(detector, design, packet.samples, stretch.microvoltsPerCount, {
    peak(position, previous) {
      // R peaks are at least 150 ms apart in samples; this holds for their times while the clock is being followed.
      const timeUs = Math.max(peakTimeUs(stretch, design, position), stretch.lastPeakTimeUs + 100_000);
      if (previous >= 0) cutBeat(stretch, previous, position, timeUs, draft);
      stretch.lastPeakTimeUs = timeUs;
    },
    pause(position) {
      const endTimeUs = stretch.lastPeakTimeUs + longestRrSeconds * 1e6;
      cutBeat(stretch, position, position + design.longestRr, endTimeUs, draft);
    },
  });
}

/** The chunk that is being filled comes out as it is. */
export function flushChunk(stretch: StretchState, draft: OutputDraft): void {
  if (stretch.chunkLength === 0) return;
  const { samplingRateHz, firstSampleTimeUs } = stretch.clock;
  draft.chunks.push({
    ...stretch.source,
    firstSampleTimeUs: sampleTimeUs(
      firstSampleTimeUs,
      stretch.sampleCount - stretch.chunkLength,
      samplingRateHz,
    ),
    samplingRateHz,
    microvoltsPerCount: stretch.microvoltsPerCount,
    samples: stretch.chunk.slice(0, stretch.chunkLength),
  });
  stretch.chunkLength = 0;
}

function fillChunks(stretch: StretchState, samples: Int16Array, draft: OutputDraft): void {
  const { chunk } = stretch;
  const before = stretch.sampleCount;
  let done = 0;
  while (done < samples.length) {
    const count = Math.min(samples.length - done, chunk.length - stretch.chunkLength);
    chunk.set(samples.subarray(done, done + count), stretch.chunkLength);
    stretch.chunkLength += count;
    done += count;
    stretch.sampleCount = before + done;
    if (stretch.chunkLength === chunk.length) flushChunk(stretch, draft);
  }
  stretch.sampleCount = before;
}

function peakTimeUs({ clock }: StretchState, design: DetectorDesign, position: number): number {
  const sample = Math.max(0, position - design.analysisDelay);
  return sampleTimeUs(clock.firstSampleTimeUs, sample, clock.samplingRateHz);
}

function cutBeat(
  stretch: StretchState,
  from: number,
  to: number,
  endTimeUs: number,
  draft: OutputDraft,
): void {
  const timeUs = stretch.lastPeakTimeUs;
  const samples = rrShape(stretch.detector.history, from, to);
  if (samples === undefined) {
    draft.events.push({ kind: 'no-beat', timeUs, reason: 'flat' });
    return;
  }
  const rrIntervalMs = (endTimeUs - timeUs) / 1000;
  draft.beats.push({
    ...stretch.source,
    timeUs,
    endTimeUs,
    rrIntervalMs,
    preprocessing: rr140Zscore,
    samples,
  });
}
