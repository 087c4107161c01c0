import ipaddr from 'ipaddr.js';

/** Names that no public name server answers for (RFC 6761, RFC 6762, RFC 8375, and ICANN's `.internal`). */
const privateNames = /^localhost$|\.(?:localhost|local|internal|home\.arpa|lan|test)$/;
const privateRanges = new Set(['loopback', 'private', 'uniqueLocal', 'linkLocal']);

/**
 * Whether a host is one of this machine or of a private network by its name or address alone: what is sent to it without TLS
 * does not cross the internet. Names are not looked up.
 * @param host as `URL.hostname` gives it
 */
export function isPrivateHost(host: string): boolean {
  const name = host.replace(/^\[|\]$/g, '').toLowerCase();
  if (ipaddr.isValid(name)) return privateRanges.has(ipaddr.process(name).range());
  return privateNames.test(name) || !name.includes('.');
}
