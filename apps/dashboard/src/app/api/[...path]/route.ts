import { guarded } from '../../../server/guarded.ts';
import { RequestError } from '../../../server/request-error.ts';

const unknownRoute = guarded('signed-in', () => {
  throw new RequestError({ code: 'no-such-route' });
});

/** Any path under `/api` without a route of its own. */
export {
  unknownRoute as DELETE,
  unknownRoute as GET,
  unknownRoute as PATCH,
  unknownRoute as POST,
  unknownRoute as PUT,
};
