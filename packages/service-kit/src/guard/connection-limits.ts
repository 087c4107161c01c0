import type { Server } from 'node:http';
import type { Socket } from 'node:net';

export interface ConnectionLimits {
  /** Connections at a time; more are closed at once. Default 1,000. */
  readonly maxConnections?: number;
  /** The same from one address. Behind a proxy all have the proxy's. Default 200. */
  readonly maxConnectionsPerAddress?: number;
}

/** Node.js's own limits against clients that are slow on purpose, for `createServer`. */
export const slowClientLimits = {
  /** For the headers of a request, from the first byte or, on a new connection, from its start. */
  headersTimeout: 10_000,
  /** For a whole request. */
  requestTimeout: 60_000,
  /** How often both are checked. */
  connectionsCheckingInterval: 1000,
} as const;

/** How long a connection may be still, also one that does not read its response, milliseconds. */
export const stillConnectionMs = 120_000;

export function limitConnections(server: Server, limits: ConnectionLimits): void {
  const { maxConnections = 1000, maxConnectionsPerAddress = 200 } = limits;
  server.maxConnections = maxConnections;
  const open = new Map<string, number>();
  server.prependListener('connection', (socket: Socket) => {
    const address = socket.remoteAddress ?? '';
    const before = open.get(address) ?? 0;
    if (before >= maxConnectionsPerAddress) {
      socket.destroy();
      return;
    }
    open.set(address, before + 1);
    socket.once('close', () => {
      const left = (open.get(address) ?? 1) - 1;
      if (left > 0) open.set(address, left);
      else open.delete(address);
    });
  });
}
