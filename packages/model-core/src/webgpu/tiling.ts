import { ModelCoreError } from '../errors.ts';

/** How a recurrent layer is spread over the threads of a workgroup, each of which computes all four gates of its units. */
export interface Tiling {
  /** Beats whose state one thread keeps in registers, so that a weight that is read serves them all. */
  readonly beatsPerThread: 1 | 4 | 16;
  /** Groups of threads with beats of their own in a workgroup. */
  readonly groups: number;
  /** Threads of a group; each has `unitsPerThread` units, that many apart. */
  readonly groupThreads: number;
  readonly unitsPerThread: number;
  /** Whether the recurrent weights fit into the workgroup's memory, and are read from the GPU's once for all steps. */
  readonly keepsWeights: boolean;
}

export interface TilingLimits {
  /** Bytes of memory of a workgroup. */
  readonly workgroupBytes: number;
  /** Threads of a workgroup. */
  readonly workgroupThreads: number;
}

export interface TilingNeeds {
  /** Of the layer, 1 or more. */
  readonly units: number;
  /** Beats that are scored together, 1 or more. */
  readonly batch: number;
  /** Bytes of one weight: 4, or 2 in half precision. */
  readonly weightBytes: 2 | 4;
  /** Workgroups that keep the GPU busy. Default 256: some for each processor of a large one. */
  readonly wantedWorkgroups?: number | undefined;
}

/** More threads would leave fewer registers to each. */
const mostThreads = 256;

/**
 * Tiling of a layer: as many beats a thread as leave enough workgroups, and no more than its states have room for.
 * @throws ModelCoreError (`engine-failed`) where not even the state of one beat fits
 */
export function tilingOf(
  { units, batch, weightBytes, wantedWorkgroups = 256 }: TilingNeeds,
  { workgroupBytes, workgroupThreads }: TilingLimits,
): Tiling {
  const threads = Math.min(workgroupThreads, mostThreads);
  const groupThreads = Math.min(units, threads);
  const groups = Math.floor(threads / groupThreads);
  const unitsPerThread = Math.ceil(units / groupThreads);
  const stateBytes = (beats: number): number => 4 * units * groups * beats;
  const fitting = ([16, 4, 1] as const).filter((beats) => stateBytes(beats) <= workgroupBytes);
  const smallest = fitting.at(-1);
  if (smallest === undefined)
    throw new ModelCoreError(
      {
        field: 'units',
        found: units,
        expected: `at most ${Math.floor(workgroupBytes / 4)}, the states that this GPU's workgroups have room for`,
      },
      { code: 'engine-failed' },
    );
  const beatsPerThread = fitting.find((beats) => batch / (beats * groups) >= wantedWorkgroups) ?? smallest;
  const weightsBytes = 4 * weightBytes * units * units;
  return {
    beatsPerThread,
    groups,
    groupThreads,
    unitsPerThread,
    keepsWeights: weightsBytes + stateBytes(beatsPerThread) <= workgroupBytes,
  };
}
