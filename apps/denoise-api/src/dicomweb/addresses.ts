import type { FastifyRequest } from 'fastify';
import type { Addresses } from './query.ts';

/** Path of the DICOMweb services. */
export const dicomWebPath = '/dicom-web';

/**
 * URLs of results for the client of a request.
 * @param publicUrl address behind a proxy. Default: the one that the request was sent to
 */
export function addressesFor(
  request: FastifyRequest,
  publicUrl: string | undefined,
): Addresses & { readonly root: string } {
  const server = publicUrl?.replace(/\/+$/, '') ?? `${request.protocol}://${request.host}`;
  const root = `${server}${dicomWebPath}`;
  const study: Addresses['study'] = ({ studyUid }) => `${root}/studies/${studyUid}`;
  const series: Addresses['series'] = (one) => `${study(one)}/series/${one.seriesUid}`;
  return { root, study, series, instance: (one) => `${series(one)}/instances/${one.instanceUid}` };
}
