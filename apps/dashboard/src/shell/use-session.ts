import { allows } from '@beatwatch/service-kit/rights';
import { useQuery } from '@tanstack/react-query';
import type { SessionResponse } from '../server/responses.ts';
import { fetchJson } from './fetch-json.ts';
import { requestRights, type RestrictedRequest } from './request-rights.ts';

export const sessionKey = ['session'] as const;
export const sessionPath = '/api/session';

/** Who is signed in; undefined before the server has said it. */
export function useSession(): SessionResponse | undefined {
  const { data } = useQuery({
    queryKey: sessionKey,
    queryFn: () => fetchJson<SessionResponse>(sessionPath),
    staleTime: Infinity,
  });
  return data;
}

/** Whether who is signed in may do all of this; false before the server has said who it is. */
export function useMay(...requests: readonly RestrictedRequest[]): boolean {
  const session = useSession();
  return session !== undefined && mayAll(session, requests);
}

/**
 * The same for what cannot wait, as an alarm that sounds: true until the server has said who it is, even where it never does. The
 * gateway has the last word.
 */
export function useMayAtOnce(...requests: readonly RestrictedRequest[]): boolean {
  const session = useSession();
  return session === undefined || mayAll(session, requests);
}

const mayAll = (session: SessionResponse, requests: readonly RestrictedRequest[]): boolean =>
  requests.every((request) => allows(session, requestRights[request]));
