/**
 * Whether a page may connect: its origin must have the gateway's own host name (any port) or be in the list.
 * Programs other than browsers send no origin and may connect.
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
