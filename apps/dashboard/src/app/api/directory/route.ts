import { seesWard } from '@beatwatch/service-kit/session';
import { z } from 'zod';
import { repositories } from '../../../server/database.ts';
import { guarded } from '../../../server/guarded.ts';
import { parseRequest } from '../../../server/respond.ts';
import type { DirectoryResponse } from '../../../server/responses.ts';

const fields = z.object({
  ward: z.string().max(40).optional(),
  search: z.string().max(80).optional(),
  discharged: z.enum(['true', 'false']).default('false'),
});

/** More than a hospital's wards have. */
const limit = 2000;

/** Patients of one ward or all, or those who have been discharged, with the number of their open alarms. */
export const GET = guarded('see', async ({ session, parameters }): Promise<DirectoryResponse> => {
  const { discharged, ...filter } = parseRequest(fields, parameters);
  const { patients } = repositories();
  const found = await patients.directory({ ...given(filter), discharged: discharged === 'true', limit });
  return { patients: found.filter(({ ward }) => seesWard(session, ward)) };
});

/** What is empty in a form asks for nothing. */
const given = ({
  ward,
  search,
}: {
  readonly ward?: string | undefined;
  readonly search?: string | undefined;
}) => ({
  ...(ward !== undefined && ward !== '' && { ward }),
  ...(search !== undefined && search !== '' && { search }),
});
