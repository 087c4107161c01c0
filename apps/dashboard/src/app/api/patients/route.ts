import type { PatientsResponse } from '../../../server/responses.ts';
import { repositories } from '../../../server/database.ts';
import { respond } from '../../../server/respond.ts';

/** Everyone, with name and ward. */
export function GET(): Promise<Response> {
  return respond(async (): Promise<PatientsResponse> => ({ patients: await repositories().patients.list() }));
}
