/** What one server takes; each has its variable in `config.ts`. */
export interface ApiLimits {
  /** Largest file, as it is sent or as it comes out of an archive. */
  readonly maxFileBytes: number;
  /** Largest request with many files: jobs and STOW-RS. */
  readonly maxRequestBytes: number;
  /** Files in one job or one STOW-RS request. */
  readonly maxFiles: number;
  /** Pixels of one frame. */
  readonly maxPixels: number;
  readonly maxFrames: number;
  /** Samples of all frames of a file together, as they are decoded. */
  readonly maxDecodedBytes: number;
  /** How many times its size in the archive a file may have outside of it. */
  readonly maxInflation: number;
  /** Uploads that are in memory at a time, all requests together. */
  readonly maxMemoryBytes: number;
  /** Results and unfinished jobs on disk, all keys together. */
  readonly maxStoredBytes: number;
  /** Single files that wait for their turn. */
  readonly maxWaiting: number;
  /** Jobs that are not done, and STOW-RS requests that are under way, together. */
  readonly maxUnfinishedJobs: number;
  /** Requests of one key, or of one address where there are no keys. */
  readonly requestsPerMinute: number;
  /** From the first byte to the answer for one file. */
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
