import { matchesDigest, tokenDigest, type KeyIdentity } from '@beatwatch/service-kit';
import { addKeyCheck, HttpError } from '@beatwatch/service-kit/http';
import type { MachineKeys } from '@beatwatch/timescale';
import type { FastifyContextConfig, FastifyInstance } from 'fastify';

export interface AccessOptions {
  /** Whether requests have to come with a key. Default: only where there is a token. */
  readonly needsKey?: boolean;
  /** A token that may do what a key with the scope `ingest` may. Default: none. */
  readonly token?: string;
  /** Keys of machines. Default: none. */
  readonly keys?: Pick<MachineKeys, 'find' | 'areKnown'>;
}

/** Whose requests are where nobody needs a key. */
const anybody: KeyIdentity = { id: 'anybody', scopes: ['ingest', 'fhir'] };

/** Whether who reaches the port may do everything. */
export const isOpenToAll = ({ needsKey = false, token }: AccessOptions): boolean =>
  !needsKey && token === undefined;

/** What a route asks for; one that says nothing is for those who may post. */
const scopeOf = ({ open = false, scope = 'ingest' }: FastifyContextConfig): string | undefined =>
  open ? undefined : scope;

/** Lets in to each route, unknown ones included, who has a key with its scope. */
export function addAccess(app: FastifyInstance, options: AccessOptions): void {
  if (isOpenToAll(options)) {
    app.decorateRequest('identity', undefined);
    app.addHook('onRequest', (request, _reply, done) => {
      request.identity = anybody;
      done();
    });
    return;
  }
  const { token, keys } = options;
  const digest = token === undefined ? undefined : tokenDigest(token);
  addKeyCheck(app, {
    scopeOf,
    async find(sent) {
      if (digest !== undefined && matchesDigest(sent, digest)) return { id: 'token', scopes: ['ingest'] };
      const found = await keys?.find(sent);
      if (found === undefined && keys?.areKnown === false)
        throw new HttpError(503, 'The keys cannot be read: send the same again.');
      return found;
    },
    unauthorized: (scope) =>
      new HttpError(
        401,
        `Expected the header "Authorization: Bearer KEY" with a key that holds. ${howToMake(scope)}`,
      ),
    forbidden: (scope) => new HttpError(403, `Expected a key with the scope "${scope}". ${howToMake(scope)}`),
  });
}

const howToMake = (scope: string): string =>
  `An administrator makes one on the page /users, or by "beatwatch keys add NAME --scopes ${scope}".`;
