/** Limits of one server; each has a variable in `config.ts`. */
export interface ApiLimits {
  /** Largest file, as sent or as unpacked from an archive. */
  readonly maxFileBytes: number;
  /** Largest request with many files: jobs and STOW-RS. */
  readonly maxRequestBytes: number;
  /** Files in one job or one STOW-RS request. */
  readonly maxFiles: number;
  /** Pixels of one frame. */
  readonly maxPixels: number;
  readonly maxFrames: number;
  /** Decoded samples of all frames of a file together. */
  readonly maxDecodedBytes: number;
  /** Largest ratio of a file's unpacked size to its size in an archive. */
  readonly maxInflation: number;
  /** Uploads in memory, all requests together. */
  readonly maxMemoryBytes: number;
  /** Results and unfinished jobs on disk, all keys together. */
  readonly maxStoredBytes: number;
  /** Single files in the queue. */
  readonly maxWaiting: number;
  /** Unfinished jobs and STOW-RS requests together. */
  readonly maxUnfinishedJobs: number;
  /** Requests of one key, or of one address where no keys are required. */
  readonly requestsPerMinute: number;
  /** From the first byte of a request with one file to its response. */
  readonly requestMs: number;
  /** The same for requests with many files. */
  readonly bulkRequestMs: number;
}

const mebibytes = 1_048_576;

export const defaultLimits: ApiLimits = {
  maxFileBytes: 64 * mebibytes,
  maxRequestBytes: 1024 * mebibytes,
  maxFiles: 2000,
  maxPixels: 16_777_216,
  maxFrames: 1000,
  maxDecodedBytes: 1024 * mebibytes,
  maxInflation: 200,
  maxMemoryBytes: 512 * mebibytes,
  maxStoredBytes: 8192 * mebibytes,
  maxWaiting: 16,
  maxUnfinishedJobs: 16,
  requestsPerMinute: 600,
  requestMs: 60_000,
  bulkRequestMs: 900_000,
};
