import type { PacketStreamState } from './packet-stream.ts';
import { SegmentState, type StoredSegment } from './segment-state.ts';

/** A stream of packets as a snapshot holds it. */
export type StoredStream = Omit<PacketStreamState, 'segment'> & {
  readonly segment: StoredSegment | undefined;
};

/** A stream that continues from a snapshot, which stays as it is. */
export function restoreStream({ segment, ...stream }: StoredStream): PacketStreamState {
  return {
    ...structuredClone(stream),
    segment: segment === undefined ? undefined : new SegmentState(copyOf(segment)),
  };
}

/** Arrays are sliced, because those of a snapshot may be views of all the bytes that it was read from. */
const copyOf = ({
  source,
  late,
  numbers,
  chunk,
  parts = [],
  detector,
  quality,
  fibrillation,
}: StoredSegment): StoredSegment => ({
  source: { ...source },
  late,
  numbers: numbers.slice(),
  chunk: chunk.slice(),
  parts: structuredClone(parts),
  detector: { numbers: detector.numbers.slice(), history: detector.history.slice() },
  quality: { numbers: quality.numbers.slice(), memory: quality.memory.slice() },
  fibrillation: { numbers: fibrillation.numbers.slice(), window: fibrillation.window.slice() },
});
