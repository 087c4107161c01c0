import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useLive } from '../live/live-context.ts';
import type { SessionResponse } from '../server/responses.ts';
import { fetchJson } from './fetch-json.ts';
import { sessionKey, sessionPath, useSession } from './use-session.ts';

/** The server's limit. */
export const maxNameLength = 60;

export interface UserName {
  /** Empty in a demo before one was entered. */
  readonly name: string;
  /** Whether anybody may enter one: in a demo. */
  readonly isFree: boolean;
  readonly save: (name: string) => void;
  /** Why the server did not take the last one. */
  readonly failure: string | undefined;
}

/** The name that this browser's actions are recorded with: the server keeps it, and signs it for the gateway. */
export function useUserName(): UserName {
  const { identify } = useLive();
  const client = useQueryClient();
  const session = useSession();
  const { mutateAsync, error } = useMutation({
    mutationFn: (userName: string) =>
      fetchJson<SessionResponse>(sessionPath, { method: 'PUT', body: JSON.stringify({ userName }) }),
    onSuccess: (renamed) => {
      client.setQueryData(sessionKey, renamed);
    },
  });
  return {
    name: session?.userName ?? '',
    isFree: session?.isDemo ?? false,
    save: (name) => {
      identify(mutateAsync(name));
    },
    failure: error?.message,
  };
}
