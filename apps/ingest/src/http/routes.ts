import { refusalMessage } from '@beatwatch/contracts';
import { problem } from '@beatwatch/service-kit';
import { sendProblem } from '@beatwatch/service-kit/http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { BodyReader } from './body-reader.ts';
import type { Delivery } from './delivery.ts';
import { requireWithin, type WardOf } from './key-limits.ts';
import type { HttpMetrics } from './metrics.ts';
import type { PostedFormat, ReadPost } from './read-task.ts';
import type { WornDevices } from './worn-devices.ts';

export interface RouteOptions {
  readonly reader: BodyReader;
  readonly deliver: Delivery;
  readonly metrics: HttpMetrics;
  readonly wardOf: WardOf;
  /** Who wears which device; undefined: nobody's is known. */
  readonly worn: WornDevices | undefined;
}

/** When a post that was refused with 503 may be sent again. */
export const retryAfterSeconds = 5;
/** And one of devices that no patient wears. */
const retryUnpairedSeconds = 30;

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
 * none accepted; 409: all of devices that no patient wears, resend later; 503: none accepted, resend.
 */
export function addRoutes(
  app: FastifyInstance,
  { reader, deliver, metrics, wardOf, worn }: RouteOptions,
): void {
  const respond = async (reply: FastifyReply, format: PostedFormat, posted: ReadPost): Promise<void> => {
    const { packets, faults, faultCount, ignored } = posted;
    metrics.faults.inc({ format }, faultCount);
    const counts = { accepted: packets.length, rejected: faultCount, ignored, errors: faults };
    const [first] = faults;
    if (first !== undefined && packets.length === 0) {
      const isUnpaired = faults.every(({ unpairedDevice }) => unpairedDevice !== undefined);
      const refused = problem(isUnpaired ? 409 : 400, refusalMessage(first), counts);
      await sendProblem(reply, refused, isUnpaired ? retryUnpairedSeconds : undefined);
    } else if (await deliver(packets)) {
      metrics.packets.inc({ format }, packets.length);
      await reply.code(first === undefined ? 202 : 207).send(counts);
    } else {
      metrics.deferred.inc({ format });
      const detail = 'The broker is unavailable: send the same packets again.';
      await sendProblem(reply, problem(503, detail), retryAfterSeconds);
    }
  };

  /** Reads again where what is known of the pairings was old. */
  const read = async (format: PostedFormat, bytes: Uint8Array): Promise<ReadPost> => {
    const known = worn?.known ?? new Map();
    const posted = await reader.read(format, bytes, known);
    if (worn === undefined || posted.lookedUp.length === 0) return posted;
    const current = await worn.current();
    return current === known ? posted : reader.read(format, bytes, current);
  };

  for (const [path, textFormat] of Object.entries(formats)) {
    app.post(path, { config: { scope: 'ingest' } }, async (request: FastifyRequest, reply) => {
      const { bytes = new Uint8Array(), isProtobuf = false } = (request.body ?? {}) as Partial<PostedBody>;
      const format = isProtobuf && path === '/v1/packets' ? 'protobuf' : textFormat;
      const posted = await read(format, bytes);
      const { identity } = request;
      if (identity !== undefined) await requireWithin(identity, posted.packets, wardOf);
      worn?.note(posted.lookedUp.filter(({ deviceId }) => identity?.devices?.includes(deviceId) !== false));
      await respond(reply, format, posted);
    });
  }
}
