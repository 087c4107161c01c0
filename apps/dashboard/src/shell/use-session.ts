import { useQuery } from '@tanstack/react-query';
import type { SessionResponse } from '../server/responses.ts';
import { fetchJson } from './fetch-json.ts';

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

/** Whether who is signed in may act for patients; false before the server has said it. */
export function useMayAct(): boolean {
  const role = useSession()?.role;
  return role !== undefined && role !== 'viewer';
}
