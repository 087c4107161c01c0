import { refusalMessage } from '@beatwatch/contracts';
import { readFhir, readJson, readPolar, readProtobuf, type PostedPackets } from '@beatwatch/device-formats';
import { problem } from '@beatwatch/service-kit';
import { sendProblem } from '@beatwatch/service-kit/http';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Delivery } from './delivery.ts';
import type { HttpMetrics, PostedFormat } from './metrics.ts';

export interface RouteOptions {
  readonly deliver: Delivery;
  readonly metrics: HttpMetrics;
}

const retryAfterSeconds = 5;
/** Most faults listed in a response; the others are only counted. */
const maxListed = 100;

/**
 * Adds `POST /v1/packets`, `/v1/fhir/Observation` (and `/v1/fhir`, where FHIR clients post Bundles) and `/v1/polar`.
 *
 * The parts of an array are accepted one by one: otherwise an invalid packet would block the valid ones of its device
 * for ever. 202: all accepted; 207: some, with the faults of the others; 400: all invalid; 503: none accepted, resend.
 */
export function addRoutes(app: FastifyInstance, { deliver, metrics }: RouteOptions): void {
  const respond = async (reply: FastifyReply, format: PostedFormat, posted: PostedPackets): Promise<void> => {
    const { packets, faults, ignored } = posted;
    metrics.faults.inc({ format }, faults.length);
    const counts = {
      accepted: packets.length,
      rejected: faults.length,
      ignored,
      errors: faults.slice(0, maxListed),
    };
    const [first] = faults;
    if (first !== undefined && packets.length === 0) {
      await sendProblem(reply, problem(400, refusalMessage(first), counts));
    } else if (await deliver(packets)) {
      metrics.packets.inc({ format }, packets.length);
      await reply.code(first === undefined ? 202 : 207).send(counts);
    } else {
      metrics.deferred.inc({ format });
      const detail = 'The broker is unavailable: send the same packets again.';
      await sendProblem(reply, problem(503, detail), retryAfterSeconds);
    }
  };

  app.post('/v1/packets', (request, reply) =>
    request.body instanceof Uint8Array
      ? respond(reply, 'protobuf', readProtobuf(request.body))
      : respond(reply, 'json', readJson(request.body)),
  );
  app.post('/v1/polar', (request, reply) => respond(reply, 'polar', readPolar(request.body)));
  for (const path of ['/v1/fhir', '/v1/fhir/Observation']) {
    app.post(path, (request, reply) => respond(reply, 'fhir', readFhir(request.body)));
  }
}
