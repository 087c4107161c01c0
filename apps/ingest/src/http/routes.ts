import { refusalMessage } from '@beatwatch/contracts';
import { problem } from '@beatwatch/service-kit';
import { sendProblem } from '@beatwatch/service-kit/http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { BodyReader } from './body-reader.ts';
import type { Delivery } from './delivery.ts';
import { requireWithin, type WardOf } from './key-limits.ts';
import type { HttpMetrics } from './metrics.ts';
import type { PostedFormat, ReadPost } from './read-task.ts';

export interface RouteOptions {
  readonly reader: BodyReader;
  readonly deliver: Delivery;
  readonly metrics: HttpMetrics;
  readonly wardOf: WardOf;
}

/** When a post that was refused with 503 may be sent again. */
export const retryAfterSeconds = 5;

/** A body as it came, with what its media type says. */
export interface PostedBody {
  readonly bytes: Uint8Array;
  readonly isProtobuf: boolean;
}

const formats = {
  '/v1/packets': 'json',
  '/v1/polar': 'polar',
  '/v1/fhir': 'fhir',
  '/v1/fhir/Observation': 'fhir',
} as const satisfies Record<string, PostedFormat>;

/** Every path that takes posts. */
export const postPaths = Object.keys(formats) as (keyof typeof formats)[];

/**
 * Adds `POST /v1/packets`, `/v1/fhir/Observation` (and `/v1/fhir`, where FHIR clients post Bundles) and `/v1/polar`.
 *
 * The parts of an array are accepted one by one: otherwise an invalid packet would block the valid ones of its device
 * for ever. 202: all accepted; 207: some, with the faults of the others; 400: all invalid; 403: beyond what the key is for,
 * none accepted; 503: none accepted, resend.
 */
export function addRoutes(app: FastifyInstance, { reader, deliver, metrics, wardOf }: RouteOptions): void {
  const respond = async (reply: FastifyReply, format: PostedFormat, posted: ReadPost): Promise<void> => {
    const { packets, faults, faultCount, ignored } = posted;
    metrics.faults.inc({ format }, faultCount);
    const counts = { accepted: packets.length, rejected: faultCount, ignored, errors: faults };
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

  for (const [path, textFormat] of Object.entries(formats)) {
    app.post(path, { config: { scope: 'ingest' } }, async (request: FastifyRequest, reply) => {
      const { bytes = new Uint8Array(), isProtobuf = false } = (request.body ?? {}) as Partial<PostedBody>;
      const format = isProtobuf && path === '/v1/packets' ? 'protobuf' : textFormat;
      const posted = await reader.read(format, bytes);
      if (request.identity !== undefined) await requireWithin(request.identity, posted.packets, wardOf);
      await respond(reply, format, posted);
    });
  }
}
