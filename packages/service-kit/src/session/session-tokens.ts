import { createHash } from 'node:crypto';
import { jwtVerify, SignJWT } from 'jose';
import { claimsOf, sessionOfClaims } from './claims.ts';
import type { Session } from './session.ts';

const issuer = 'beatwatch';
/** What a token opens: the pages' own routes, or the gateway's sockets. */
type Audience = 'page' | 'live';

/** How long a browser that is not used is remembered. */
export const sessionSeconds = 30 * 86_400;
/** From the page's request for it to the socket's handshake. */
const liveTokenSeconds = 60;

/** A session as it stood in a token, with the token's age. */
export interface SealedSession {
  readonly session: Session;
  readonly ageSeconds: number;
}

/** Signs and checks sessions with a secret that the dashboard and the gateway share (JWT, HS256). */
export class SessionTokens {
  readonly #key: Uint8Array;
  /** Another one for each installation: cookies do not tell ports apart. */
  readonly cookieName: string;

  /** @param secret 32 characters or more */
  constructor(secret: string) {
    this.#key = createHash('sha256').update(`beatwatch session ${secret}`).digest();
    const name = createHash('sha256').update(this.#key).digest('hex').slice(0, 8);
    this.cookieName = `beatwatch-${name}`;
  }

  forCookie(session: Session): Promise<string> {
    return this.#seal(session, 'page', sessionSeconds);
  }

  fromCookie(token: unknown): Promise<SealedSession | undefined> {
    return this.#open(token, 'page');
  }

  forSocket(session: Session): Promise<string> {
    return this.#seal(session, 'live', liveTokenSeconds);
  }

  async fromSocket(token: unknown): Promise<Session | undefined> {
    return (await this.#open(token, 'live'))?.session;
  }

  #seal(session: Session, audience: Audience, seconds: number): Promise<string> {
    return new SignJWT(claimsOf(session))
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuer(issuer)
      .setAudience(audience)
      .setSubject(session.id)
      .setIssuedAt()
      .setExpirationTime(`${seconds}s`)
      .sign(this.#key);
  }

  /** @returns undefined for what this installation did not sign, for another audience, or too old */
  async #open(token: unknown, audience: Audience): Promise<SealedSession | undefined> {
    if (typeof token !== 'string') return undefined;
    try {
      const { payload } = await jwtVerify(token, this.#key, {
        algorithms: ['HS256'],
        issuer,
        audience,
        requiredClaims: ['exp', 'iat', 'sub'],
      });
      const session = sessionOfClaims(payload);
      if (session === undefined) return undefined;
      return { session, ageSeconds: Math.max(0, Date.now() / 1000 - (payload.iat ?? 0)) };
    } catch {
      return undefined;
    }
  }
}
