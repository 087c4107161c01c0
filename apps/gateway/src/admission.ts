import type { RequestResult } from '@beatwatch/live-protocol';
import { SessionTokens, type Session } from '@beatwatch/service-kit/session';
import { refused } from './refusals.ts';
import type { LiveServer, LiveSocket } from './views.ts';

/** Reported to a client that is not admitted; the page fetches a new token and tries again. */
const withoutToken = refused({ code: 'no-token' });

/** Who may connect: those who show a token that the dashboard has signed. */
export class Admission {
  readonly #tokens: SessionTokens;
  readonly #admitted = new WeakSet<LiveSocket['conn']>();

  constructor(secret: string) {
    this.#tokens = new SessionTokens(secret);
  }

  /** Lets each connection in once. */
  guard(io: LiveServer): void {
    io.use((socket, next) => {
      void this.#sessionOf(socket.handshake.auth).then((session) => {
        if (session === undefined || this.#admitted.has(socket.conn)) {
          // socket.io hands on `data` beside the message.
          next(Object.assign(new Error(withoutToken.message), { data: withoutToken }));
          return;
        }
        this.#admitted.add(socket.conn);
        socket.data.session = session;
        next();
      });
    });
  }

  async rename(socket: LiveSocket, auth: unknown): Promise<RequestResult> {
    const session = await this.#sessionOf(auth);
    if (session?.id !== socket.data.session.id) return withoutToken;
    socket.data.session = session;
    return { ok: true };
  }

  #sessionOf(auth: unknown): Promise<Session | undefined> {
    const { token } = (auth ?? {}) as { readonly token?: unknown };
    return this.#tokens.fromSocket(token);
  }
}
