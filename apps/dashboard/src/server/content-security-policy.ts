import { readConfig } from './config.ts';

/**
 * What a page may load and connect to: its own server and the gateway, and no script or style without the nonce of this
 * response.
 * @param host as the browser sees it, with its port
 */
export function contentSecurityPolicy(nonce: string, host: string): string {
  // React evaluates text in development alone.
  const evaluation = process.env.NODE_ENV === 'development' ? " 'unsafe-eval'" : '';
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${evaluation}`,
    `style-src 'self' 'nonce-${nonce}'`,
    `connect-src ${["'self'", ...gatewayOrigins(host)].join(' ')}`,
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}

function gatewayOrigins(host: string): string[] {
  const { GATEWAY_URL, GATEWAY_PORT } = readConfig(process.env);
  if (GATEWAY_URL === 'same-origin') return [];
  if (GATEWAY_URL !== undefined) return [new URL(GATEWAY_URL).origin.replace(/^http/, 'ws')];
  const name = host.replace(/:\d+$/, '');
  return [`ws://${name}:${GATEWAY_PORT}`, `wss://${name}:${GATEWAY_PORT}`];
}
