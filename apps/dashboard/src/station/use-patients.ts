import { useQuery } from '@tanstack/react-query';
import type { PatientsAnswer } from '../server/answers.ts';
import { fetchJson } from '../shell/fetch-json.ts';

/** Stored names and wards. */
export const usePatients = () =>
  useQuery({
    queryKey: ['patients'],
    queryFn: () => fetchJson<PatientsAnswer>('/api/patients'),
    refetchInterval: 30_000,
  });
