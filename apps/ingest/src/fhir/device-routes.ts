import { deviceId } from '@beatwatch/contracts';
import { HttpError } from '@beatwatch/service-kit/http';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { applyPatch, type Operation } from 'rfc6902';
import { parse } from 'secure-json-parse';
import { z } from 'zod';
import type { PostedBody } from '../http/routes.ts';
import { capabilityStatement } from './capability-statement.ts';
import { deviceResource, idOfPatient, sentDevice, unprocessable } from './device-resource.ts';
import { sendFhir, sendOutcome } from './operation-outcome.ts';
import { PairedDevices, type DeviceStore } from './paired-devices.ts';

const base = '/v1/fhir';
const config = { scope: 'fhir' };

/** A JSON Patch (RFC 6902). */
const patchSchema = z
  .array(
    z.looseObject({
      op: z.enum(['add', 'remove', 'replace', 'move', 'copy', 'test']),
      path: z.string(),
      from: z.string().optional(),
    }),
  )
  .max(100);

const searchSchema = z.strictObject({
  _id: z.string().optional(),
  identifier: z.string().optional(),
  patient: z.string().optional(),
});

/**
 * Adds `GET /v1/fhir/metadata` and, for Devices of FHIR R4, read, search, update (which creates) and patch. Every error is an
 * OperationOutcome.
 */
export function addFhirRoutes(app: FastifyInstance, store: DeviceStore): void {
  void app.register((fhir, _options, done) => {
    fhir.setErrorHandler((error, _request, reply) => sendOutcome(reply, error));
    fhir.addContentTypeParser<Buffer>(
      'application/json-patch+json',
      { parseAs: 'buffer' },
      (_request, bytes, parsed) => {
        parsed(null, { bytes, isProtobuf: false } satisfies PostedBody);
      },
    );
    const devicesOf = ({ identity = { id: 'anybody', scopes: [] } }: FastifyRequest): PairedDevices =>
      new PairedDevices(store, identity);

    fhir.get(`${base}/metadata`, { config: { open: true } }, (_request, reply) =>
      sendFhir(reply, capabilityStatement),
    );

    fhir.get(`${base}/Device`, { config }, async (request, reply) => {
      const matches = searchOf(request.query);
      const found = (await devicesOf(request).list()).map(deviceResource).filter(matches);
      const entry = found.map((resource) => ({ resource, search: { mode: 'match' } }));
      // FHIR has no empty arrays.
      const rest = entry.length === 0 ? {} : { entry };
      return sendFhir(reply, { resourceType: 'Bundle', type: 'searchset', total: found.length, ...rest });
    });

    fhir.get(`${base}/Device/:id`, { config }, async (request, reply) =>
      sendFhir(reply, deviceResource(await devicesOf(request).find(idOf(request)))),
    );

    fhir.put(`${base}/Device/:id`, { config }, async (request, reply) => {
      const [id, devices] = [idOf(request), devicesOf(request)];
      const isNew = await devices.save(sentDevice(bodyOf(request), id));
      if (isNew) void reply.code(201).header('location', `${base}/Device/${id}`);
      return sendFhir(reply, deviceResource(await devices.find(id)));
    });

    fhir.patch(`${base}/Device/:id`, { config }, async (request, reply) => {
      const [id, devices] = [idOf(request), devicesOf(request)];
      const patch = patchSchema.safeParse(bodyOf(request));
      if (!patch.success)
        throw new HttpError(
          400,
          'Expected a JSON Patch (RFC 6902): an array of operations with op and path.',
        );
      const resource = structuredClone(deviceResource(await devices.find(id)));
      const failed = applyPatch(resource, patch.data as Operation[]).find((error) => error !== null);
      if (failed !== undefined)
        throw new HttpError(422, `The patch does not fit the device: ${failed.message}`);
      await devices.save(sentDevice(resource, id));
      return sendFhir(reply, deviceResource(await devices.find(id)));
    });
    done();
  });
}

const idOf = ({ params }: FastifyRequest): ReturnType<typeof deviceId> =>
  unprocessable(() => deviceId((params as { readonly id: string }).id));

/** @throws HttpError 400 for what is no JSON */
function bodyOf({ body }: FastifyRequest): unknown {
  const { bytes = new Uint8Array() } = (body ?? {}) as Partial<PostedBody>;
  try {
    return parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  } catch {
    throw new HttpError(400, 'The body is not valid JSON.');
  }
}

/** @throws HttpError 400 for a parameter that is not known */
function searchOf(query: unknown): (device: ReturnType<typeof deviceResource>) => boolean {
  const parsed = searchSchema.safeParse(query);
  if (!parsed.success)
    throw new HttpError(400, 'Expected the parameters _id, identifier or patient, each once.');
  const { _id, identifier, patient } = parsed.data;
  // A token may name its system before a bar.
  const value = identifier?.split('|').at(-1);
  const reference = patient && `Patient/${unprocessable(() => idOfPatient(patient))}`;
  return (device) =>
    (_id === undefined || device.id === _id) &&
    (value === undefined || device.id === value) &&
    (reference === undefined || device.patient?.reference === reference);
}
