import { integerVariable, parseConfig, type Environment } from '@beatwatch/service-kit';
import { z } from 'zod';
import type { PacketServerOptions } from './server.ts';

/** Environment variables of the packet server. */
export const httpVariables = {
  /** Address to listen on. Default: reachable from this machine only. */
  INGEST_HTTP_HOST: z.string().default('127.0.0.1'),
  /** 0 takes any free port. */
  INGEST_HTTP_PORT: integerVariable(0, 65_535).default(3002),
  /** Token that devices may send as `Authorization: Bearer …` instead of a key. In a demo without it anyone who reaches the port may post. */
  INGEST_HTTP_TOKEN: z.string().min(16, 'expected at least 16 characters').optional(),
  /** `required`: who posts shows a key. `demo`: nobody has to, unless there is a token. */
  SIGN_IN: z.enum(['required', 'demo']).default('required'),
};

const schema = z.object(httpVariables);

type Listening = Pick<PacketServerOptions, 'host' | 'port' | 'token' | 'needsKey'>;

export const listeningOf = (config: z.output<typeof schema>): Listening => ({
  host: config.INGEST_HTTP_HOST,
  port: config.INGEST_HTTP_PORT,
  needsKey: config.SIGN_IN === 'required',
  ...(config.INGEST_HTTP_TOKEN !== undefined && { token: config.INGEST_HTTP_TOKEN }),
});

/**
 * Reads address, port and token of the packet server.
 * @throws ConfigError listing every invalid variable with its rule
 */
export const readHttpConfig = (env: Environment): Listening => listeningOf(parseConfig(schema, env));
