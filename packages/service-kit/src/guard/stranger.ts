import type { IncomingHttpHeaders } from 'node:http';
import { shown, type Refusal } from '@beatwatch/contracts';
import { coversHost, loopbackNames, parseAuthority, type AllowedHost } from './allowed-hosts.ts';

/** Whose requests a server serves. */
export interface GuardRules {
  /** Names under which it may be reached, beside those of this machine. Default: none. */
  readonly allowedHosts?: readonly AllowedHost[];
  /** Ports of this machine whose pages may send requests, beside the server's own. Default: none. */
  readonly pagePorts?: readonly number[];
}

export interface GuardedRequest {
  readonly method?: string | undefined;
  readonly headers: IncomingHttpHeaders;
  /** Every `Host` header; more than one is refused, as programs differ in which of them they read. */
  readonly hosts?: readonly string[] | undefined;
}

export interface StrangerRefusal {
  /** 421: reached under a name that is not its own. 403: sent by a page of another site. */
  readonly status: 421 | 403;
  readonly refusal: Refusal;
}

/**
 * Whether a request comes from a stranger: under a foreign name (DNS rebinding), or from a page of another site. What is
 * not a browser sends neither `Origin` nor `Sec-Fetch-Site`, and passes: keys and tokens are for it.
 * @returns undefined for a request that may be served
 */
export function strangerRefusal(
  request: GuardedRequest,
  rules: GuardRules = {},
): StrangerRefusal | undefined {
  const { headers, hosts = headers.host === undefined ? [] : [headers.host] } = request;
  const { allowedHosts = [] } = rules;
  const [first] = hosts;
  const host = hosts.length === 1 && first !== undefined ? parseAuthority(first) : undefined;
  if (host === undefined || !(loopbackNames.includes(host.name) || coversHost(allowedHosts, host))) {
    const found = first === undefined ? undefined : shown(hosts.join(', '));
    return { status: 421, refusal: { field: 'Host', found, expected: expectedHosts(allowedHosts) } };
  }
  const { origin } = headers;
  if (origin !== undefined) {
    return originAllowed(origin, host, rules)
      ? undefined
      : {
          status: 403,
          refusal: { field: 'Origin', found: shown(origin), expected: 'a page of this installation' },
        };
  }
  const site = headers['sec-fetch-site'];
  if (site === undefined || site === 'same-origin' || site === 'none' || isOpenedPage(request)) {
    return undefined;
  }
  return {
    status: 403,
    refusal: {
      field: 'Sec-Fetch-Site',
      found: shown(site),
      expected: 'same-origin, or a page that is opened',
    },
  };
}

const expectedHosts = (allowedHosts: readonly AllowedHost[]): string =>
  [
    ...loopbackNames,
    ...allowedHosts.map(({ name, port }) => (port === undefined ? name : `${name}:${port}`)),
  ].join(', ') + ' (ALLOWED_HOSTS adds names)';

/** A link of another site that is followed; what it opens cannot be read by that site. */
const isOpenedPage = ({ method = 'GET', headers }: GuardedRequest): boolean =>
  (method === 'GET' || method === 'HEAD') &&
  headers['sec-fetch-mode'] === 'navigate' &&
  headers['sec-fetch-dest'] === 'document';

function originAllowed(
  origin: string,
  host: AllowedHost,
  { allowedHosts = [], pagePorts = [] }: GuardRules,
): boolean {
  const page = /^https?:\/\/[^/@]+$/.test(origin) && URL.canParse(origin) ? new URL(origin) : undefined;
  if (page?.host === undefined) return false;
  const defaultPort = page.protocol === 'https:' ? 443 : 80;
  const port = page.port === '' ? defaultPort : Number(page.port);
  // A proxy may speak TLS for the server: its Host has no port then, or that of TLS.
  if (page.hostname === host.name && port === (host.port ?? defaultPort)) return true;
  if (loopbackNames.includes(page.hostname)) return pagePorts.includes(port);
  return coversHost(allowedHosts, { name: page.hostname, port });
}
