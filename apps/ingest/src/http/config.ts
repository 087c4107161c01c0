import { integerVariable, parseConfig, type Environment } from '@beatwatch/service-kit';
import { z } from 'zod';
import type { PacketServerOptions } from './server.ts';

/** Environment variables of the packet server. */
export const httpVariables = {
  /** Address to listen on. Default: reachable from this machine only. */
  INGEST_HTTP_HOST: z.string().default('127.0.0.1'),
  /** 0 takes any free port. */
  INGEST_HTTP_PORT: integerVariable(0, 65_535).default(3002),
  /** Token that devices send as `Authorization: Bearer …`. Without it anyone who reaches the port may post. */
  INGEST_HTTP_TOKEN: z.string().min(16, 'expected at least 16 characters').optional(),
};

const schema = z.object(httpVariables);

type Listening = Pick<PacketServerOptions, 'host' | 'port' | 'token'>;

export const listeningOf = (config: z.output<typeof schema>): Listening => ({
  host: config.INGEST_HTTP_HOST,
  port: config.INGEST_HTTP_PORT,
  ...(config.INGEST_HTTP_TOKEN !== undefined && { token: config.INGEST_HTTP_TOKEN }),
});

/**
 * Reads address, port and token of the packet server.
 * @throws ConfigError listing every invalid variable with its rule
 */
export const readHttpConfig = (env: Environment): Listening => listeningOf(parseConfig(schema, env));
