import { createHash, timingSafeEqual } from 'node:crypto';

/** The token of an `Authorization: Bearer` header (RFC 6750); undefined for any other header. */
export const bearerToken = (authorization = ''): string | undefined =>
  /^Bearer +(\S+) *$/i.exec(authorization)?.[1];

/**
 * SHA-256 of a token. A slow hash protects passwords, which can be guessed; long random tokens cannot be, and every
 * request has to be checked.
 */
export const tokenDigest = (token: string): Buffer => createHash('sha256').update(token).digest();

/** Compares a token with a digest in constant time. */
export const matchesDigest = (token: string, digest: Uint8Array): boolean =>
  timingSafeEqual(tokenDigest(token), digest);
