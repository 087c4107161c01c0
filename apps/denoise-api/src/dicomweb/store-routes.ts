import type { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { settingsOf, settingsParameters, type Settings } from '../denoise/settings.ts';
import { ApiError } from '../errors.ts';
import { ownerOf } from '../keys/authorise.ts';
import type { ApiLimits } from '../limits/limits.ts';
import { orAborted, requestSignal } from '../limits/request-signal.ts';
import type { Semaphore } from '../limits/semaphore.ts';
import { binarySchema, type Operation } from '../openapi/operation.ts';
import { boundaryOf, mediaTypeOf } from '../uploads/media-type.ts';
import { partsOf } from '../uploads/parts.ts';
import { requireAccepted } from './accept.ts';
import { addressesFor, dicomWebPath } from './addresses.ts';
import { dicomJsonSchema, dicomJsonType, sendDicomJson } from './dicom-json-response.ts';
import { storeInstance, storeResponse, type Stored, type StoreOptions } from './store-service.ts';
import { uidParameter } from './uid.ts';

export interface StoreRouteOptions extends StoreOptions {
  readonly jobSemaphore: Semaphore;
  readonly limits: ApiLimits;
  readonly publicUrl: string | undefined;
}

const querySchema = z.strictObject(settingsParameters);

/** STOW-RS (PS3.18 10.5): `POST /dicom-web/studies` and `/dicom-web/studies/{study}`. */
export function addStoreRoutes(app: FastifyInstance, options: StoreRouteOptions): void {
  const operation: Omit<Operation, 'operationId'> = {
    summary: 'Denoises DICOM instances and stores the results (STOW-RS)',
    description:
      'The sources are not stored. Each instance becomes one of a new series in the same study; the response lists the ' +
      'sources, each with the URL of its result. An instance that is sent again gets the same result.',
    tags: ['dicomweb'],
    body: { 'multipart/related': binarySchema },
    responses: {
      200: { description: 'All instances were stored', content: { [dicomJsonType]: dicomJsonSchema } },
      202: { description: 'Some instances were stored', content: { [dicomJsonType]: dicomJsonSchema } },
      409: { description: 'No instance was stored', content: { [dicomJsonType]: dicomJsonSchema } },
    },
    problems: [
      'not-acceptable',
      'upload-too-slow',
      'too-large',
      'unsupported-media-type',
      'busy',
      'time-limit',
    ],
  };
  const typed = app.withTypeProvider<ZodTypeProvider>();
  typed.post(
    `${dicomWebPath}/studies`,
    {
      schema: { querystring: querySchema },
      config: { scope: 'dicomweb', operation: { ...operation, operationId: 'storeInstances' } },
    },
    (request, reply) => store(request, reply, options, { settings: settingsOf(request.query) }),
  );
  typed.post(
    `${dicomWebPath}/studies/:study`,
    {
      schema: { querystring: querySchema, params: z.object({ study: uidParameter('study') }) },
      config: { scope: 'dicomweb', operation: { ...operation, operationId: 'storeInstancesOfStudy' } },
    },
    (request, reply) =>
      store(request, reply, options, { settings: settingsOf(request.query), study: request.params.study }),
  );
}

async function store(
  request: FastifyRequest,
  reply: FastifyReply,
  options: StoreRouteOptions,
  { settings, study }: { readonly settings: Settings; readonly study?: string },
): Promise<FastifyReply> {
  requireAccepted(request.headers.accept, [dicomJsonType, 'application/json']);
  const mediaType = mediaTypeOf(request.headers['content-type']);
  const { type: partType = 'application/dicom' } = mediaType?.parameters ?? {};
  if (mediaType?.type !== 'multipart/related' || partType.toLowerCase() !== 'application/dicom')
    throw new ApiError(
      'unsupported-media-type',
      'Content-Type: expected multipart/related; type="application/dicom"',
    );
  const boundary = boundaryOf(mediaType);
  const { jobSemaphore, limits, publicUrl } = options;
  const release = jobSemaphore.acquire();
  try {
    let uploading = true;
    const signal = requestSignal(reply, limits.bulkRequestMs, () => uploading);
    const owner = ownerOf(request);
    const storing = storeParts(request.body as Readable, boundary, limits, async (bytes) => {
      uploading = false;
      const result = await storeInstance(options, {
        bytes,
        owner,
        settings,
        signal,
        ...(study !== undefined && { study }),
      });
      uploading = true;
      return result;
    });
    const results = await orAborted(storing, signal);
    const addresses = addressesFor(request, publicUrl);
    const { status, json } = storeResponse(results, {
      ...(study !== undefined && { studyUrl: `${addresses.root}/studies/${study}` }),
      instanceUrl: addresses.instance,
    });
    return await sendDicomJson(reply.code(status), json);
  } finally {
    release();
  }
}

/** Denoises the parts one after the other; one is in memory at a time. */
async function storeParts(
  body: Readable | undefined,
  boundary: string,
  limits: ApiLimits,
  storePart: (bytes: Uint8Array) => Promise<Stored>,
): Promise<readonly Stored[]> {
  const results: Stored[] = [];
  const partLimits = {
    maxFileBytes: limits.maxFileBytes,
    maxTotalBytes: limits.maxRequestBytes,
    maxParts: limits.maxFiles,
  };
  if (body !== undefined)
    for await (const part of partsOf(body, boundary, partLimits)) results.push(await storePart(part.bytes));
  if (results.length > 0) return results;
  throw new ApiError('invalid-request', { field: 'body', found: 'no part', expected: 'DICOM files' });
}
