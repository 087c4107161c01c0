import { join } from 'node:path';
import { tmpdir } from 'node:os';
import {
  commonVariables,
  ConfigError,
  guardOf,
  integerVariable,
  isLoopback,
  parseConfig,
  type Environment,
  type LogLevel,
  type ServerGuard,
} from '@beatwatch/service-kit';
import { denoiserEngines } from '@beatwatch/denoiser';
import { z } from 'zod';
import type { ForwardTarget } from './dicomweb/forward.ts';
import { defaultLimits, type ApiLimits } from './limits/limits.ts';

const mebibytes = 1_048_576;
const inMebibytes = (bytes: number): number => bytes / mebibytes;

const denoiserEngineVariable = z.enum([...denoiserEngines, 'auto']).default('onnx');

/** @throws ConfigError where `DENOISER_ENGINE` is another name */
export const denoiserEngineOf = (env: Environment): z.output<typeof denoiserEngineVariable> =>
  parseConfig(z.object({ DENOISER_ENGINE: denoiserEngineVariable }), env).DENOISER_ENGINE;

export const denoiseApiConfigSchema = z.object({
  ...commonVariables,
  /** Address to listen on. Default: reachable from this machine only. */
  DENOISE_API_HOST: z.string().default('127.0.0.1'),
  /** 0 takes any free port. */
  DENOISE_API_PORT: integerVariable(0, 65_535).default(3003),
  /** File of API keys (`beatwatch denoise-keys`). Without it no key is required, and only this machine is served. */
  DENOISE_KEYS_FILE: z.string().optional(),
  /** What computes the networks; `auto` tries both at start and takes the GPU where it agrees and is faster. */
  DENOISER_ENGINE: denoiserEngineVariable,
  /** Folder for encrypted jobs and results; not shared with another server. */
  DENOISE_WORK_DIR: z.string().default(join(tmpdir(), 'beatwatch-denoise')),
  /** Seconds until results are removed. */
  DENOISE_RESULT_TTL: integerVariable(1, 7 * 86_400).default(3600),
  /** Files denoised at the same time; the network uses every core for one. */
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
  /** Address that clients use, behind a proxy. */
  DENOISE_PUBLIC_URL: z.url({ protocol: /^https?$/, error: 'expected http(s)://...' }).optional(),
  /** DICOMweb server to which every DICOM result is forwarded: its address before `/studies`. */
  DENOISE_FORWARD_URL: z.url({ protocol: /^https?$/, error: 'expected http(s)://...' }).optional(),
  /** `Authorization` header for that server. */
  DENOISE_FORWARD_AUTHORIZATION: z.string().optional(),
});

type DenoiseApiEnvironment = z.output<typeof denoiseApiConfigSchema>;

/** Options of `buildDenoiseApi` that come from the environment. */
export interface DenoiseApiConfig {
  readonly host: string;
  readonly port: number;
  readonly guard: ServerGuard;
  readonly keysFile?: string;
  readonly workDir: string;
  readonly resultTtlMs: number;
  readonly concurrency: number;
  readonly limits: ApiLimits;
  readonly forward?: ForwardTarget;
  readonly publicUrl?: string;
}

/**
 * Configuration from the environment.
 * @throws ConfigError naming every wrong variable with its rule, or where anybody who reaches the address would need no
 * key
 */
export function readDenoiseApiConfig(env: Environment): DenoiseApiConfig & { readonly logLevel: LogLevel } {
  const config = parseConfig(denoiseApiConfigSchema, env);
  return { ...denoiseApiOptionsOf(config), logLevel: config.LOG_LEVEL };
}

/** @throws ConfigError where anybody who reaches the address would need no key */
export function denoiseApiOptionsOf(config: DenoiseApiEnvironment): DenoiseApiConfig {
  requireKeysBeyondThisMachine(config.DENOISE_API_HOST, config.DENOISE_KEYS_FILE);
  return {
    host: config.DENOISE_API_HOST,
    port: config.DENOISE_API_PORT,
    guard: guardOf(config),
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

/** @throws ConfigError for an address that other machines reach, without a file of keys */
export function requireKeysBeyondThisMachine(host: string, keysFile: string | undefined): void {
  if (isLoopback(host) || keysFile !== undefined) return;
  throw new ConfigError(
    'configuration: DENOISE_API_HOST: expected this machine (127.0.0.1, ::1, localhost) unless DENOISE_KEYS_FILE names a file of API keys',
    { code: 'invalid-environment' },
  );
}
