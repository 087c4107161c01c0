import { z } from 'zod';
import { repositories } from '../../../server/database.ts';
import { parseRequest, respond } from '../../../server/respond.ts';
import type { DirectoryResponse } from '../../../server/responses.ts';

const fields = z.object({
  ward: z.string().max(40).optional(),
  search: z.string().max(80).optional(),
  discharged: z.enum(['true', 'false']).default('false'),
});

/** More than a hospital's wards have. */
const limit = 2000;

/** Patients of one ward or all, or those who have been discharged, with the number of their open alarms. */
export function GET(request: Request): Promise<Response> {
  return respond(async (): Promise<DirectoryResponse> => {
    const values = Object.fromEntries(new URL(request.url).searchParams);
    const { discharged, ...filter } = parseRequest(fields, values);
    const { patients } = repositories();
    return {
      patients: await patients.directory({ ...given(filter), discharged: discharged === 'true', limit }),
    };
  });
}

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
