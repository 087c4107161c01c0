/**
 * Whether a page may connect: a browser sends the page's origin, and only pages of the gateway's own host name
 * (any port) or of the list may. Programs that are no browser send none.
 */
export function originAllowed(
  origin: string | undefined,
  host: string | undefined,
  allowed: readonly string[],
): boolean {
  if (origin === undefined || allowed.includes(origin)) return true;
  const page = hostnameOf(origin);
  return page !== undefined && page === hostnameOf(`http://${host ?? ''}`);
}

const hostnameOf = (url: string): string | undefined =>
  URL.canParse(url) ? new URL(url).hostname : undefined;
