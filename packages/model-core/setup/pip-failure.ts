import { lastLines } from '@beatwatch/service-kit/process';
import type { Wheel } from './wheels.ts';

const elsewhere =
  'PIP_INDEX_URL names another registry, PIP_PROXY a proxy, and PIP_FIND_LINKS with PIP_NO_INDEX=1 a folder with the wheels';

/** Why pip could not download a wheel and what to do, from what it printed. */
export function pipFailure({ name, version }: Wheel, output: string): string {
  const wheel = `${name} ${version}`;
  if (/No module named pip|ENOENT|python3: not found/.test(output))
    return `python3 with pip is missing, which downloads ${wheel}: install it (Debian and Ubuntu: apt-get install python3-pip).`;
  if (/DO NOT MATCH THE HASHES/.test(output)) {
    const got = /Got\s+([0-9a-f]{64})/.exec(output)?.[1] ?? 'another one';
    return `the registry's wheel ${wheel} is another file than expected: found SHA-256 ${got}. Nothing of it was used; ask whoever runs the registry.`;
  }
  if (/No space left on device/.test(output))
    return `no space is left for ${wheel}: make room, or set XDG_CACHE_HOME to a larger disk.`;
  const host = hostIn(output);
  if (/CERTIFICATE_VERIFY_FAILED|SSLError/.test(output))
    return `the certificate of ${host} is not trusted, so ${wheel} was not downloaded: PIP_CERT names a file with your network's certificates.`;
  if (/40[137] (Client Error|Unauthorized|Forbidden|Proxy)/.test(output))
    return `${host} refuses ${wheel}: ${/40[137] [^\n]*/.exec(output)?.[0] ?? ''}. ${elsewhere}.`;
  const unreachable =
    /(Temporary failure in name resolution|Name or service not known|Connection refused|Network is unreachable|No route to host|timed out|Connection reset|Connection broken|Max retries exceeded)/i.exec(
      output,
    )?.[1];
  if (unreachable !== undefined)
    return `${host} could not be reached for ${wheel} (${unreachable.toLowerCase()}). ${elsewhere}.`;
  if (/No matching distribution found|Could not find a version/.test(output))
    return `${host} has no wheel ${wheel} for this machine (Linux on x64, glibc 2.27 or later). ${elsewhere}.`;
  return `pip could not download ${wheel}:\n${lastLines(output)}`;
}

/** The host that pip talked to, in an error or as the registry that it looked in, without a password; or a folder. */
function hostIn(output: string): string {
  const host =
    /host='([^']+)'/.exec(output)?.[1] ??
    /Connection to (\S+) timed out/.exec(output)?.[1] ??
    /Looking in (?:indexes|links): \S*?\/\/(?:[^@\s/]*@)?([^/\s,]+)/.exec(output)?.[1];
  return host ?? /Looking in links: (\S+)/.exec(output)?.[1] ?? "pip's registry";
}
