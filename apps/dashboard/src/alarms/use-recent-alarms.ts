import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { AlarmsResponse } from '../server/responses.ts';
import { fetchJson } from '../shell/fetch-json.ts';

export const maxAlarms = 300;
export const refreshMs = 15_000;

/** The newest alarms of everyone, open or over. Sends no request while they are not wanted. */
export const useRecentAlarms = (enabled = true): UseQueryResult<AlarmsResponse> =>
  useQuery({
    queryKey: ['recent-alarms'],
    queryFn: () => fetchJson<AlarmsResponse>(`/api/alarms?limit=${maxAlarms}`),
    refetchInterval: refreshMs,
    enabled,
  });
