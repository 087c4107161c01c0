import type { PatientId } from '@beatwatch/contracts';
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { LimitsResponse } from '../server/responses.ts';
import { fetchJson } from '../shell/fetch-json.ts';

export const limitsKey = (patientId: PatientId): readonly unknown[] => ['limits', patientId];

/** What alarms of a patient go by. */
export const useLimits = (patientId: PatientId): UseQueryResult<LimitsResponse> =>
  useQuery({
    queryKey: limitsKey(patientId),
    queryFn: () => fetchJson<LimitsResponse>(`/api/patients/${encodeURIComponent(patientId)}/limits`),
    refetchInterval: 10_000,
  });
