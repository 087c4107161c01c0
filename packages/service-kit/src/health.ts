import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Registry } from 'prom-client';

export interface HealthServerOptions {
  /** 0 takes any free port. */
  readonly port: number;
  /** Default 127.0.0.1. */
  readonly host?: string;
  readonly registry: Registry;
  /** What must hold for the app to be ready, by name. */
  readonly checks: Readonly<Record<string, () => boolean>>;
}

export interface HealthServer {
  readonly port: number;
  stop(): Promise<void>;
}

/** `/healthz` (the process answers), `/readyz` (every check holds, else 503 with the failing names), `/metrics` (Prometheus). */
export async function startHealthServer(options: HealthServerOptions): Promise<HealthServer> {
  const server = createServer((request, response) => {
    const answer = (status: number, body: string, type = 'application/json'): void => {
      response.writeHead(status, { 'content-type': type }).end(body);
    };
    if (request.url === '/healthz') answer(200, '{"status":"alive"}');
    else if (request.url === '/readyz') {
      const failing = Object.entries(options.checks)
        .filter(([, holds]) => !holds())
        .map(([name]) => name);
      answer(failing.length === 0 ? 200 : 503, JSON.stringify({ ready: failing.length === 0, failing }));
    } else if (request.url === '/metrics') {
      options.registry.metrics().then(
        (text) => {
          answer(200, text, options.registry.contentType);
        },
        (error: unknown) => {
          answer(500, JSON.stringify({ error: String(error) }));
        },
      );
    } else answer(404, '{"error":"expected /healthz, /readyz or /metrics"}');
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host ?? '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
