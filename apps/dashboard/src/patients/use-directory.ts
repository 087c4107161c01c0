import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { DirectoryResponse } from '../server/responses.ts';
import { fetchJson } from '../shell/fetch-json.ts';

/** Patients as they are stored; read again by itself after an admission. */
export const useDirectory = (filter: {
  readonly ward: string;
  readonly search: string;
  readonly discharged: boolean;
}) =>
  useQuery({
    queryKey: ['patients', 'directory', filter],
    queryFn: () =>
      fetchJson<DirectoryResponse>(
        `/api/directory?${new URLSearchParams({ ...filter, discharged: String(filter.discharged) }).toString()}`,
      ),
    placeholderData: keepPreviousData,
    refetchInterval: 30_000,
  });
