import { integerVariable, parseConfig, type Environment } from '@beatwatch/service-kit';
import { z } from 'zod';

/** Variables of the HTTP server that takes packets. */
const httpVariables = {
  /** Address to listen on: this machine alone, unless it says otherwise. */
  INGEST_HTTP_HOST: z.string().default('127.0.0.1'),
  /** 0 takes any free port. */
  INGEST_HTTP_PORT: integerVariable(0, 65_535).default(3002),
  /** Devices must send it as `Authorization: Bearer …`. Without it everybody who reaches the port may post. */
  INGEST_HTTP_TOKEN: z.string().min(16, 'expected at least 16 characters').optional(),
};

/**
 * What `buildHttpIntake` needs of the environment.
 * @throws ConfigError naming every wrong variable with its rule
 */
export function readHttpConfig(env: Environment): {
  readonly host: string;
  readonly port: number;
  readonly token?: string;
} {
  const config = parseConfig(z.object(httpVariables), env);
  return {
    host: config.INGEST_HTTP_HOST,
    port: config.INGEST_HTTP_PORT,
    ...(config.INGEST_HTTP_TOKEN !== undefined && { token: config.INGEST_HTTP_TOKEN }),
  };
}
