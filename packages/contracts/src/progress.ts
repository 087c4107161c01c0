/** The parts that judge: ingest turns packets into observations, the scorer turns these into scores and alarms. */
export const judgingParts = ['ingest', 'scorer'] as const;
export type JudgingPart = (typeof judgingParts)[number];

/** What a part may be waiting for. */
export const hindrances = ['database', 'broker'] as const;
export type Hindrance = (typeof hindrances)[number];

export interface PartitionPosition {
  readonly topic: string;
  readonly partition: number;
  /** The effects of every message below this offset are stored and published. */
  readonly nextOffset: number;
}

/** How far an instance of a part has come. Sent every half second, also where nothing has changed. */
export interface Progress {
  readonly part: JudgingPart;
  readonly timeUs: number;
  /** Of the partitions that it has worked on since its start and still owns. */
  readonly positions: readonly PartitionPosition[];
  /** How long the batches in hand have waited for their effects, the longest; 0 without one. */
  readonly waitingMs: number;
  /** What keeps the effects from being stored or published; absent where nothing does. */
  readonly hindrance?: Hindrance;
}
