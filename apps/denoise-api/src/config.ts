import { join } from 'node:path';
import { tmpdir } from 'node:os';
import {
  commonVariables,
  ConfigError,
  integerVariable,
  isLoopback,
  parseConfig,
  type Environment,
  type LogLevel,
} from '@beatwatch/service-kit';
import { z } from 'zod';
import type { ForwardTarget } from './dicomweb/forward.ts';
import { defaultLimits, type ApiLimits } from './limits/limits.ts';

const mebibytes = 1_048_576;
const inMebibytes = (bytes: number): number => bytes / mebibytes;

const variables = z.object({
  ...commonVariables,
  /** Address to listen on: this machine alone, unless it says otherwise. */
  DENOISE_API_HOST: z.string().default('127.0.0.1'),
  /** 0 takes any free port. */
  DENOISE_API_PORT: integerVariable(0, 65_535).default(3003),
  /** API keys, as `beatwatch denoise-keys` writes them. Without it there are none, and only this machine is served. */
  DENOISE_KEYS_FILE: z.string().optional(),
  /** Where jobs and results lie, encrypted; a folder of this server's own. */
  DENOISE_WORK_DIR: z.string().default(join(tmpdir(), 'beatwatch-denoise')),
  /** How long results can be had, in seconds. */
  DENOISE_RESULT_TTL: integerVariable(1, 7 * 86_400).default(3600),
  /** Files that are denoised at a time: the network uses every core by itself. */
  DENOISE_CONCURRENCY: integerVariable(1, 64).default(1),
  DENOISE_MAX_FILE_MB: integerVariable(1, 2047).default(inMebibytes(defaultLimits.maxFileBytes)),
  DENOISE_MAX_REQUEST_MB: integerVariable(1, 1_048_576).default(inMebibytes(defaultLimits.maxRequestBytes)),
  DENOISE_MAX_MEMORY_MB: integerVariable(1, 1_048_576).default(inMebibytes(defaultLimits.maxMemoryBytes)),
  DENOISE_MAX_STORED_MB: integerVariable(1, 1_048_576).default(inMebibytes(defaultLimits.maxStoredBytes)),
  DENOISE_MAX_FILES: integerVariable(1, 100_000).default(defaultLimits.maxFiles),
  DENOISE_MAX_PIXELS: integerVariable(1, 2 ** 30).default(defaultLimits.maxPixels),
  DENOISE_MAX_FRAMES: integerVariable(1, 100_000).default(defaultLimits.maxFrames),
  DENOISE_MAX_WAITING: integerVariable(0, 10_000).default(defaultLimits.maxWaiting),
  DENOISE_MAX_JOBS: integerVariable(1, 10_000).default(defaultLimits.maxUnfinishedJobs),
  DENOISE_REQUESTS_PER_MINUTE: integerVariable(1, 1_000_000).default(defaultLimits.requestsPerMinute),
  DENOISE_REQUEST_SECONDS: integerVariable(1, 3600).default(defaultLimits.requestMs / 1000),
  DENOISE_BULK_REQUEST_SECONDS: integerVariable(1, 86_400).default(defaultLimits.bulkRequestMs / 1000),
  /** How clients reach the server where a proxy stands before it. */
  DENOISE_PUBLIC_URL: z.url({ protocol: /^https?$/, error: 'expected http(s)://...' }).optional(),
  /** Another DICOMweb server that gets every DICOM result: the address before `/studies`. */
  DENOISE_FORWARD_URL: z.url({ protocol: /^https?$/, error: 'expected http(s)://...' }).optional(),
  /** `Authorization` header for that server. */
  DENOISE_FORWARD_AUTHORIZATION: z.string().optional(),
});

/** Everything of the environment that the app reads. */
export interface DenoiseApiConfig {
  readonly logLevel: LogLevel;
  readonly host: string;
  readonly port: number;
  readonly keysFile?: string;
  readonly workDir: string;
  readonly resultTtlMs: number;
  readonly concurrency: number;
  readonly limits: ApiLimits;
  readonly forward?: ForwardTarget;
  readonly publicUrl?: string;
}

/**
 * @throws ConfigError naming every wrong variable with its rule, or where everybody who reaches the address would be
 * let in
 */
export function readDenoiseApiConfig(env: Environment): DenoiseApiConfig {
  const config = parseConfig(variables, env);
  requireKeysBeyondThisMachine(config.DENOISE_API_HOST, config.DENOISE_KEYS_FILE);
  return {
    logLevel: config.LOG_LEVEL,
    host: config.DENOISE_API_HOST,
    port: config.DENOISE_API_PORT,
    ...(config.DENOISE_KEYS_FILE !== undefined && { keysFile: config.DENOISE_KEYS_FILE }),
    workDir: config.DENOISE_WORK_DIR,
    resultTtlMs: config.DENOISE_RESULT_TTL * 1000,
    concurrency: config.DENOISE_CONCURRENCY,
    limits: {
      ...defaultLimits,
      maxFileBytes: config.DENOISE_MAX_FILE_MB * mebibytes,
      maxRequestBytes: config.DENOISE_MAX_REQUEST_MB * mebibytes,
      maxMemoryBytes: config.DENOISE_MAX_MEMORY_MB * mebibytes,
      maxStoredBytes: config.DENOISE_MAX_STORED_MB * mebibytes,
      maxFiles: config.DENOISE_MAX_FILES,
      maxPixels: config.DENOISE_MAX_PIXELS,
      maxFrames: config.DENOISE_MAX_FRAMES,
      maxWaiting: config.DENOISE_MAX_WAITING,
      maxUnfinishedJobs: config.DENOISE_MAX_JOBS,
      requestsPerMinute: config.DENOISE_REQUESTS_PER_MINUTE,
      requestMs: config.DENOISE_REQUEST_SECONDS * 1000,
      bulkRequestMs: config.DENOISE_BULK_REQUEST_SECONDS * 1000,
    },
    ...(config.DENOISE_PUBLIC_URL !== undefined && { publicUrl: config.DENOISE_PUBLIC_URL }),
    ...(config.DENOISE_FORWARD_URL !== undefined && {
      forward: {
        url: config.DENOISE_FORWARD_URL,
        ...(config.DENOISE_FORWARD_AUTHORIZATION !== undefined && {
          authorization: config.DENOISE_FORWARD_AUTHORIZATION,
        }),
      },
    }),
  };
}

/** @throws ConfigError where an address beyond this machine is to be served without keys */
export function requireKeysBeyondThisMachine(host: string, keysFile: string | undefined): void {
  if (isLoopback(host) || keysFile !== undefined) return;
  throw new ConfigError(
    'configuration: DENOISE_API_HOST: expected this machine (127.0.0.1, ::1, localhost) while DENOISE_KEYS_FILE names no file of API keys',
    { code: 'invalid-environment' },
  );
}
