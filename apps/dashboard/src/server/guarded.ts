import { allows, requiredRole, type Right, type Session } from '@beatwatch/service-kit/session';
import { mustSeePatient } from './patient-access.ts';
import { RequestError } from './request-error.ts';
import { refusal, respond } from './respond.ts';
import { parametersOf, type Route } from './route.ts';
import { sessionOf } from './sessions.ts';

/** What a handler is given of a request that may be served. */
export interface Asked<Who> {
  readonly request: Request;
  /** Who asks. */
  readonly session: Who;
  /** Of path and query. */
  readonly parameters: Readonly<Record<string, string>>;
}

/** A method of a route, with the right that it asks for. */
export interface Guarded {
  (request: Request, route?: Route): Promise<Response>;
  readonly right: Right;
}

/**
 * A route's method that is served to those alone who have the right; where the path names a patient, to those who may see the
 * patient's ward.
 * @param handle returns the body, sent as JSON, or a response
 */
export function guarded(
  right: Exclude<Right, 'anybody'>,
  handle: (asked: Asked<Session>) => unknown,
): Guarded {
  return withRight(right, async (request, route) => {
    const session = await requireRight(request, right);
    const named = (await route?.params)?.['patientId'];
    if (typeof named === 'string') await mustSeePatient(session, decodeURIComponent(named));
    return handle({ request, session, parameters: await parametersOf(request, route) });
  });
}

/** The same for a method that needs no session. */
export const open = (handle: (asked: Omit<Asked<never>, 'session'>) => unknown): Guarded =>
  withRight('anybody', async (request, route) =>
    handle({ request, parameters: await parametersOf(request, route) }),
  );

function withRight(right: Right, work: (request: Request, route?: Route) => Promise<unknown>): Guarded {
  const method = async (request: Request, route?: Route): Promise<Response> => {
    try {
      const result = await work(request, route);
      return result instanceof Response ? result : await respond(() => Promise.resolve(result));
    } catch (error) {
      return refusal(error);
    }
  };
  return Object.assign(method, { right });
}

/** @throws RequestError 401 without a session, 403 where its role does not have the right */
async function requireRight(request: Request, right: Exclude<Right, 'anybody'>): Promise<Session> {
  const session = await sessionOf(request);
  if (session === undefined) throw new RequestError({ code: 'no-session' });
  if (allows(session, right)) return session;
  throw new RequestError({ code: 'role-needed', needed: requiredRole(right), own: session.role });
}
