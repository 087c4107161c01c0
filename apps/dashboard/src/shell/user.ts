import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useLive } from '../live/live-context.ts';
import type { SessionResponse } from '../server/responses.ts';
import { fetchJson } from './fetch-json.ts';

/** The server's limit. */
export const maxNameLength = 60;

const queryKey = ['session'] as const;
const path = '/api/session';

export interface UserName {
  /** As the user entered it; empty before. Not verified: there is no sign-in. */
  readonly name: string;
  readonly save: (name: string) => void;
  /** Why the server did not take the last one. */
  readonly failure: string | undefined;
}

/** The name that this browser's actions are recorded with: the server keeps it, and signs it for the gateway. */
export function useUserName(): UserName {
  const { identify } = useLive();
  const client = useQueryClient();
  const { data } = useQuery({
    queryKey,
    queryFn: () => fetchJson<SessionResponse>(path),
    staleTime: Infinity,
  });
  const { mutateAsync, error } = useMutation({
    mutationFn: (userName: string) =>
      fetchJson<SessionResponse>(path, { method: 'PUT', body: JSON.stringify({ userName }) }),
    onSuccess: (session) => {
      client.setQueryData(queryKey, session);
    },
  });
  return {
    name: data?.userName ?? '',
    save: (name) => {
      identify(mutateAsync(name));
    },
    failure: error?.message,
  };
}
