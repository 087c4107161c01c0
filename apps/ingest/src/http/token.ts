import { createHash, timingSafeEqual } from 'node:crypto';
import { bearerTokenOf } from '@beatwatch/service-kit';

const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest();

/**
 * Whether an `Authorization` header carries the token (RFC 6750). The time it takes tells nothing of how much of it is
 * right.
 */
export function bearerCheck(token: string): (authorization: string | undefined) => boolean {
  const expected = digestOf(token);
  return (authorization) => {
    const sent = bearerTokenOf(authorization);
    return sent !== undefined && timingSafeEqual(digestOf(sent), expected);
  };
}
