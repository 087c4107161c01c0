import type { IncomingMessage, ServerResponse } from 'node:http';
import helmet from 'helmet';

const headers = helmet({
  // Of what is not a page; pages replace it.
  contentSecurityPolicy: {
    useDefaults: false,
    directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
  },
  referrerPolicy: { policy: 'same-origin' },
  frameguard: { action: 'deny' },
  // A name that is served without TLS as well must not be bound to it for a year; a proxy that speaks TLS sets this.
  strictTransportSecurity: false,
});

const permissions = ['camera', 'microphone', 'geolocation', 'payment', 'usb', 'serial', 'midi'];

/** What tells browsers to trust a response with as little as it needs; the response may replace each. */
export function addSecurityHeaders(request: IncomingMessage, response: ServerResponse): void {
  headers(request, response, () => undefined);
  response.setHeader('permissions-policy', permissions.map((name) => `${name}=()`).join(', '));
}
