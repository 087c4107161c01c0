import { z } from 'zod';
import { parseAuthority, type AllowedHost } from './allowed-hosts.ts';
import type { ServerGuard } from './guard-server.ts';

/** `name,name:port` in the environment. */
export const allowedHostsVariable = z.string().transform((text, context): readonly AllowedHost[] =>
  text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
    .map((entry) => {
      const host = parseAuthority(entry);
      if (host !== undefined) return host;
      const message = 'expected host names, each with or without a port, separated by commas';
      context.addIssue({ code: 'custom', message });
      return z.NEVER;
    }),
);

/** The variables that every app reads, as the guard of its servers. */
export const guardOf = (config: {
  readonly ALLOWED_HOSTS: readonly AllowedHost[];
  readonly MAX_CONNECTIONS: number;
  readonly MAX_CONNECTIONS_PER_ADDRESS: number;
}): ServerGuard => ({
  allowedHosts: config.ALLOWED_HOSTS,
  maxConnections: config.MAX_CONNECTIONS,
  maxConnectionsPerAddress: config.MAX_CONNECTIONS_PER_ADDRESS,
});
