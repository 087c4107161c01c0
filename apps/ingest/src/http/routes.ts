import { refusalMessage } from '@beatwatch/contracts';
import { takeFhir, takeJson, takePolar, takeProtobuf, type Intake } from '@beatwatch/device-formats';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Delivery } from './delivery.ts';
import type { HttpMetrics, PostedFormat } from './metrics.ts';
import { sendProblem } from './problem.ts';

export interface RouteOptions {
  readonly deliver: Delivery;
  readonly metrics: HttpMetrics;
}

const retryAfterSeconds = 5;
/** Faults that an answer lists; it counts the others. */
const maxListed = 100;

/**
 * `POST /v1/packets`, `/v1/fhir/Observation` (and `/v1/fhir`, where FHIR clients post Bundles) and `/v1/polar`.
 *
 * Each part of an array stands for itself, since a device that had to send good packets again for a bad one's sake would
 * never come past it. 202: all taken; 207: some, with what is wrong with the others; 400: none; 503: none, send them again.
 */
export function addRoutes(app: FastifyInstance, { deliver, metrics }: RouteOptions): void {
  const answer = async (reply: FastifyReply, format: PostedFormat, intake: Intake): Promise<void> => {
    const { packets, faults, ignored } = intake;
    metrics.faults.inc({ format }, faults.length);
    const counts = {
      accepted: packets.length,
      rejected: faults.length,
      ignored,
      errors: faults.slice(0, maxListed),
    };
    const [first] = faults;
    if (first !== undefined && packets.length === 0) {
      const detail = refusalMessage(first);
      await sendProblem(reply, { status: 400, detail, more: counts });
    } else if (await deliver(packets)) {
      metrics.packets.inc({ format }, packets.length);
      await reply.code(first === undefined ? 202 : 207).send(counts);
    } else {
      metrics.deferred.inc({ format });
      void reply.header('retry-after', String(retryAfterSeconds));
      const detail = 'The broker takes no packets at the moment: send the same again.';
      await sendProblem(reply, { status: 503, detail });
    }
  };

  app.post('/v1/packets', (request, reply) =>
    request.body instanceof Uint8Array
      ? answer(reply, 'protobuf', takeProtobuf(request.body))
      : answer(reply, 'json', takeJson(request.body)),
  );
  app.post('/v1/polar', (request, reply) => answer(reply, 'polar', takePolar(request.body)));
  for (const path of ['/v1/fhir', '/v1/fhir/Observation']) {
    app.post(path, (request, reply) => answer(reply, 'fhir', takeFhir(request.body)));
  }
  app.get('/healthz', () => ({ status: 'alive' }));
}
