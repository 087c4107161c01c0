import { useQuery } from '@tanstack/react-query';
import type { PatientsResponse } from '../server/responses.ts';
import { fetchJson } from './fetch-json.ts';

/** Stored names and wards. */
export const usePatients = () =>
  useQuery({
    queryKey: ['patients'],
    queryFn: () => fetchJson<PatientsResponse>('/api/patients'),
    refetchInterval: 30_000,
  });
