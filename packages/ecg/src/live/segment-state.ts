import type { Packet, PacketPart } from '@beatwatch/contracts';
import {
  FibrillationState,
  fibrillationState,
  type StoredFibrillation,
} from '../fibrillation/fibrillation.ts';
import { packedNumbers } from '../packed/packed-numbers.ts';
import { QualityState, qualityState, type StoredQuality } from '../quality/quality.ts';
import {
  adoptLevels,
  DetectorState,
  detectorState,
  type DetectorLevels,
  type StoredDetector,
} from '../rpeaks/state.ts';
import type { LeadSource } from './output.ts';
import { startClock, type SampleClock } from './sample-clock.ts';
import type { SegmentDesign } from './segment-design.ts';

/** Names of the numbers of a segment, in their order; a change needs a step in `upgrade-snapshot.ts`. */
export const segmentNumbers = [
  /** Position in time; see `SampleClock`. */
  'samplingRateHz',
  'firstSampleTimeUs',
  'microvoltsPerCount',
  'sampleCount',
  /** Number of samples of the second in progress. */
  'chunkLength',
  /** Epoch time of the last R peak. */
  'lastPeakTimeUs',
  /** Interval that ended with the last R peak; 0 if unknown. */
  'lastRrIntervalMs',
] as const;

const Numbers = packedNumbers(segmentNumbers);

/** Segment as a snapshot holds it. */
export interface StoredSegment {
  readonly source: LeadSource;
  readonly late: boolean;
  readonly numbers: Float64Array;
  readonly chunk: Int16Array;
  /** What brought the samples of the second in progress. Absent in the snapshot of an earlier version. */
  readonly parts?: readonly PacketPart[];
  readonly detector: StoredDetector;
  readonly quality: StoredQuality;
  readonly fibrillation: StoredFibrillation;
}

/** Continuous signal at one rate and gain. */
export class SegmentState extends Numbers implements StoredSegment, SampleClock {
  readonly source: LeadSource;
  /** Whether the newest packet arrived too late for a live alarm. */
  late: boolean;
  /** Samples of the second in progress: the first `chunkLength`. */
  readonly chunk: Int16Array;
  parts: PacketPart[];
  readonly detector: DetectorState;
  readonly quality: QualityState;
  readonly fibrillation: FibrillationState;

  constructor(stored: StoredSegment) {
    super(stored.numbers);
    this.source = stored.source;
    this.late = stored.late;
    this.chunk = stored.chunk;
    this.parts = [...(stored.parts ?? [])];
    this.detector = new DetectorState(stored.detector);
    this.quality = new QualityState(stored.quality);
    this.fibrillation = new FibrillationState(stored.fibrillation);
  }
}

/** @param levels what the detector had learned before a short hole. Default: nothing */
export function startSegment(packet: Packet, design: SegmentDesign, levels?: DetectorLevels): SegmentState {
  const { patientId, deviceId, lead, samplingRateHz, lastSampleTimeUs, microvoltsPerCount, samples } = packet;
  const segment = new SegmentState({
    source: { patientId, deviceId, lead },
    late: packet.late === true,
    numbers: new Float64Array(Numbers.count),
    chunk: new Int16Array(Math.max(1, Math.floor(samplingRateHz))),
    detector: detectorState(design.detector),
    quality: qualityState(),
    fibrillation: fibrillationState(),
  });
  if (levels !== undefined) adoptLevels(segment.detector, levels);
  segment.samplingRateHz = samplingRateHz;
  segment.firstSampleTimeUs = startClock(lastSampleTimeUs, samples.length, samplingRateHz).firstSampleTimeUs;
  segment.microvoltsPerCount = microvoltsPerCount;
  return segment;
}
