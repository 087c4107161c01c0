import { readFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { patientId } from '@beatwatch/contracts';
import { allows, SessionTokens, type Right, type Session } from '@beatwatch/service-kit/session';
import { openDatabase } from '@beatwatch/timescale';
import { databaseForTests, type TestDatabase } from '@beatwatch/timescale/testing';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { requestRights } from '../../apps/dashboard/src/shell/request-rights.ts';
import { eventRights } from '../../apps/gateway/src/event-rights.ts';
import { trackedFiles } from '../documents/tracked-files.ts';
import { ownWard, personas } from './personas.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const app = 'apps/dashboard/src/app/';
const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
const params = { patientId: 'p1', timeUs: '1750000000000000', path: ['x', 'y'] };

interface Method {
  (
    request: Request,
    route: { readonly params: Promise<Readonly<Record<string, string | string[]>> | undefined> },
  ): Promise<Response>;
  readonly right?: Right;
}

interface RouteMethod {
  readonly name: string;
  readonly path: string;
  readonly method: string;
  readonly handle: Method;
}

/** Every method of every route, from the dashboard's files. */
async function routeMethods(): Promise<RouteMethod[]> {
  const files = trackedFiles(root).filter((path) => path.startsWith(app) && path.endsWith('/route.ts'));
  const found = await Promise.all(
    files.map(async (file) => {
      const module = (await import(pathToFileURL(root + file).href)) as Partial<Record<string, Method>>;
      const path = `/${file.slice(app.length, -'/route.ts'.length)}`;
      return methods.flatMap((method) => {
        const handle = module[method];
        return handle === undefined ? [] : [{ name: `${method} ${path}`, path, method, handle }];
      });
    }),
  );
  return found.flat();
}

describe('the routes of the dashboard', () => {
  const tokens = new SessionTokens('s'.repeat(32));
  let server: TestDatabase;
  let routes: RouteMethod[];

  beforeAll(async () => {
    server = await databaseForTests();
    vi.stubEnv('DATABASE_URL', server.connectionString);
    vi.stubEnv('BEATWATCH_SECRET', 's'.repeat(32));
    vi.stubEnv('SIGN_IN', 'demo');
    const database = openDatabase(server);
    await database.repositories.patients.upsert([
      { patientId: patientId('p1'), displayName: 'One', ward: ownWard },
    ]);
    await database.close();
    routes = await routeMethods();
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await server.stop();
  });

  const ask = async (
    { path, method, handle }: RouteMethod,
    session: Session | undefined,
  ): Promise<number> => {
    const cookie = session && `${tokens.cookieName}=${await tokens.forCookie(session)}`;
    const request = new Request(`http://localhost:3000${path}`, {
      method,
      headers: { ...(cookie && { cookie }) },
      ...(method !== 'GET' && { body: '{}' }),
    });
    // Those that the path has, as Next.js gives them: for none there is no object.
    const named = Object.entries(params).filter(([name]) => path.includes(`${name}]`));
    const given = named.length === 0 ? undefined : Object.fromEntries(named);
    return (await handle(request, { params: Promise.resolve(given) })).status;
  };

  it('each name the right that they ask for', () => {
    expect(routes.length).toBeGreaterThan(15);
    expect(routes.filter(({ handle }) => handle.right === undefined).map(({ name }) => name)).toEqual([]);
  });

  it('are offered by the pages to those alone who may', () => {
    const restricted = [
      ...routes.map(({ name, handle }) => [name, handle.right] as const),
      ...Object.entries(eventRights),
    ].filter(([, right]) => right === 'act' || right === 'administer');
    expect(requestRights).toEqual(Object.fromEntries(restricted));
    const pages = trackedFiles(root)
      .filter((path) => /^apps\/dashboard\/src\/.*\.tsx?$/.test(path))
      .map((path) => readFileSync(root + path, 'utf8'))
      .join('\n');
    const asked = [...pages.matchAll(/\buseMay(?:AtOnce)?\(([^)]*)\)/g)]
      .map(([, requests]) => requests)
      .join();
    for (const request of Object.keys(requestRights)) expect(asked).toContain(`'${request}'`);
  });

  it.each(Object.entries(personas))(
    'serve %s what the right allows, and nothing else',
    async (_, session) => {
      for (const route of routes) {
        const right = route.handle.right!;
        const ofOtherWard = route.path.includes('[patientId]') && session?.wards?.includes(ownWard) === false;
        const status = await ask(route, session);
        if (session === undefined && right !== 'anybody')
          expect([route.name, status]).toEqual([route.name, 401]);
        else if (!allows(session, right) || ofOtherWard)
          expect([route.name, status]).toEqual([route.name, 403]);
        else {
          expect([401, 403], route.name).not.toContain(status);
          expect(status, route.name).not.toBe(500);
        }
      }
    },
  );
});
