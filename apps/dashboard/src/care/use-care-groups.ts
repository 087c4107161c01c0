import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { CareGroupsResponse } from '../server/care-responses.ts';
import { fetchJson, fetchResponse, sendJson } from '../shell/fetch-json.ts';

const queryKey = ['care-groups'] as const;

/** Groups of care, by name, with those of their patients whom the user may see. */
export const useCareGroups = () =>
  useQuery({
    queryKey,
    queryFn: () => fetchJson<CareGroupsResponse>('/api/groups'),
    refetchInterval: 10_000,
  });

/** What can be done with groups. */
type GroupAct =
  | { readonly does: 'make'; readonly name: string }
  | { readonly does: 'dissolve'; readonly groupId: number }
  | { readonly does: 'add' | 'remove'; readonly groupId: number; readonly patientId: string };

/** Makes and dissolves groups, adds patients and takes them out. */
export function useGroupAct() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: send,
    // Somebody else may have been faster.
    onSettled: () => client.invalidateQueries({ queryKey }),
  });
}

function send(act: GroupAct): Promise<Response> {
  if (act.does === 'make') return sendJson('/api/groups', 'POST', { name: act.name });
  const path = `/api/groups/${act.groupId}`;
  if (act.does === 'dissolve') return fetchResponse(path, { method: 'DELETE' });
  return fetchResponse(`${path}/patients/${encodeURIComponent(act.patientId)}`, {
    method: act.does === 'add' ? 'PUT' : 'DELETE',
  });
}
