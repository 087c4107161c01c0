import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { ownerOf } from '../keys/authorise.ts';
import { forwardingSchema } from './forward.ts';
import type { InstanceStore } from './instance-store.ts';
import { uidParameter } from './uid.ts';

const stateSchema = z.object({
  studyInstanceUid: z.string(),
  seriesInstanceUid: z.string(),
  sopInstanceUid: z.string(),
  source: z.object({ seriesInstanceUid: z.string(), sopInstanceUid: z.string() }),
  noiseSd: z.number(),
  noiseUnit: z.enum(['hounsfield', 'grey']),
  expiresAt: z.iso.datetime(),
  forwarding: forwardingSchema.optional(),
});

/** `GET /v1/instances/{uid}`: the state that DICOMweb cannot express. */
export function addStateRoute(app: FastifyInstance, instances: InstanceStore): void {
  app.withTypeProvider<ZodTypeProvider>().get(
    '/v1/instances/:instance',
    {
      schema: { params: z.object({ instance: uidParameter('result') }) },
      config: {
        scope: 'dicomweb',
        operation: {
          operationId: 'getInstanceState',
          summary: 'Source, noise and forwarding of a result',
          tags: ['dicomweb'],
          responses: { 200: { description: 'The result', content: { 'application/json': stateSchema } } },
          problems: ['not-found'],
        },
      },
    },
    (request, reply) => {
      const { instance } = request.params;
      const [found] = instances.some(ownerOf(request), { instance });
      const state: z.output<typeof stateSchema> = {
        studyInstanceUid: found.studyUid,
        seriesInstanceUid: found.seriesUid,
        sopInstanceUid: found.instanceUid,
        source: {
          seriesInstanceUid: found.source.seriesInstanceUid,
          sopInstanceUid: found.source.sopInstanceUid,
        },
        noiseSd: found.noiseSd,
        noiseUnit: found.unit,
        expiresAt: found.expiresAt.toISOString(),
        ...(found.forwarding && { forwarding: found.forwarding.view() }),
      };
      return reply.send(state);
    },
  );
}
