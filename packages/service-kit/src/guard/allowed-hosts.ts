/** A name under which a server may be reached. */
export interface AllowedHost {
  /** In lower case; an IPv6 address in brackets. */
  readonly name: string;
  /** Absent: any port. */
  readonly port?: number;
}

/** Names of this machine, which no foreign name server can point elsewhere; always allowed. */
export const loopbackNames: readonly string[] = ['localhost', '127.0.0.1', '[::1]'];

const authorityForm = /^(?<name>\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::(?<port>\d{1,5}))?$/i;

/** Reads a `Host` header, or an entry of `ALLOWED_HOSTS`. @returns undefined for anything but `name` or `name:port` */
export function parseAuthority(text: string): AllowedHost | undefined {
  const { name, port } = authorityForm.exec(text)?.groups ?? {};
  if (name === undefined) return undefined;
  return { name: name.toLowerCase(), ...(port !== undefined && { port: Number(port) }) };
}

/** Whether one of the entries covers a host: its name, and its port where the entry has one. */
export const coversHost = (entries: readonly AllowedHost[], { name, port }: AllowedHost): boolean =>
  entries.some(
    (entry) =>
      entry.name === name &&
      // Browsers leave out the ports of HTTP and TLS.
      (entry.port === undefined || (port === undefined ? [80, 443] : [port]).includes(entry.port)),
  );
