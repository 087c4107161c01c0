import type { Readable } from 'node:stream';
import { basename } from 'node:path';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { ApiError } from '../errors.ts';
import type { ApiLimits } from '../limits/limits.ts';
import type { MemoryBudget, MemoryLease } from '../limits/memory-budget.ts';
import { requestSignal, orAborted } from '../limits/request-signal.ts';
import { binarySchema } from '../openapi/operation.ts';
import { boundaryOf, mediaTypeOf } from '../uploads/media-type.ts';
import { partsOf } from '../uploads/parts.ts';
import { readBody } from '../uploads/read-body.ts';
import type { Denoising } from './denoising.ts';
import { chooseForm, fileTypes, requireSomeForm } from './forms.ts';
import { noiseHeaders, noiseHeadersOf } from './noise-headers.ts';
import { integerParameter, settingsOf, settingsParameters, windowParameter } from './settings.ts';

export interface DenoiseRouteOptions {
  readonly denoising: Denoising;
  readonly limits: ApiLimits;
  readonly memory: MemoryBudget;
}

const querySchema = z.strictObject({
  ...settingsParameters,
  window: windowParameter.optional(),
  frame: integerParameter(1, 1_000_000, 'Frame of a preview, from 1. Default 1').optional(),
});

const formSchema = {
  type: 'object',
  properties: { file: binarySchema },
  required: ['file'],
} as const;

interface Upload {
  readonly bytes: Uint8Array;
  readonly name: string;
}

/** `POST /v1/denoise`: one file in, one out. */
export function addDenoiseRoute(app: FastifyInstance, options: DenoiseRouteOptions): void {
  const { denoising, limits, memory } = options;
  app.withTypeProvider<ZodTypeProvider>().post(
    '/v1/denoise',
    {
      schema: { querystring: querySchema },
      config: {
        scope: 'denoise',
        operation: {
          operationId: 'denoise',
          summary: 'Denoises one file',
          description:
            'The format is detected from the bytes. `Accept` chooses the form of the result: that of the file (the ' +
            'default); `image/png`, a preview of one frame with 8 bits, which `window` selects too; or ' +
            '`application/x-npy`, all values as 32-bit floats.',
          tags: ['denoise'],
          body: {
            ...Object.fromEntries(fileTypes.map((type) => [type, binarySchema])),
            'application/octet-stream': binarySchema,
            'multipart/form-data': formSchema,
          },
          responses: {
            200: {
              description: 'The denoised file',
              headers: noiseHeaders,
              content: Object.fromEntries(fileTypes.map((type) => [type, 'binary' as const])),
            },
          },
          problems: [
            'not-acceptable',
            'upload-too-slow',
            'too-large',
            'unsupported-media-type',
            'unknown-format',
            'unsupported-image',
            'broken-file',
            'no-such-frame',
            'busy',
            'time-limit',
          ],
        },
      },
    },
    async (request, reply) => {
      const { window, frame = 1, ...query } = request.query;
      const { accept } = request.headers;
      requireSomeForm(accept);
      const lease = memory.lease();
      reply.raw.once('close', () => {
        lease.release();
      });
      let uploading = true;
      const signal = requestSignal(reply, limits.requestMs, () => uploading);
      const { bytes, name } = await orAborted(readUpload(request, limits, lease), signal);
      uploading = false;
      const result = await denoising.file({
        bytes,
        name,
        settings: settingsOf(query),
        signal,
        way: 'denoise',
        formOf: (file) => chooseForm(file, { accept, frame: frame - 1, ...(window && { window }) }),
      });
      return sendFile(reply, result.bytes, result.mediaType, noiseHeadersOf(result, denoising.modelVersion));
    },
  );
}

/** The one file of a request: its body, or the part `file` of a form. */
async function readUpload(request: FastifyRequest, limits: ApiLimits, lease: MemoryLease): Promise<Upload> {
  const { maxFileBytes } = limits;
  const mediaType = mediaTypeOf(request.headers['content-type']);
  const body = request.body as Readable | undefined;
  if (mediaType === undefined || body === undefined) throw unsupported();
  if (mediaType.type !== 'multipart/form-data') {
    if (!fileTypes.includes(mediaType.type) && mediaType.type !== 'application/octet-stream')
      throw unsupported();
    const stated = Number(request.headers['content-length'] ?? Number.NaN);
    const bytes = await readBody(body, {
      maxBytes: maxFileBytes,
      lease,
      ...(Number.isFinite(stated) && { statedBytes: stated }),
    });
    return { bytes: requireSome(bytes, 'body'), name: 'body' };
  }
  let upload: Upload | undefined;
  const partLimits = { maxFileBytes, maxTotalBytes: maxFileBytes, maxParts: 10 };
  for await (const part of partsOf(body, boundaryOf(mediaType), partLimits)) {
    if (part.name !== 'file') continue;
    if (upload !== undefined) {
      throw new ApiError('invalid-request', {
        field: 'file',
        found: 'several',
        expected: 'one; /v1/jobs takes many',
      });
    }
    lease.take(part.size);
    upload = { bytes: requireSome(part.bytes, 'file'), name: basename(part.filename ?? 'file') };
  }
  if (upload === undefined)
    throw new ApiError('invalid-request', { field: 'file', expected: 'one part of this name' });
  return upload;
}

function requireSome(bytes: Uint8Array, name: string): Uint8Array {
  if (bytes.length > 0) return bytes;
  throw new ApiError('invalid-request', { field: name, found: 'nothing', expected: 'a file' });
}

const unsupported = (): ApiError =>
  new ApiError(
    'unsupported-media-type',
    `Content-Type: expected one of ${fileTypes.join(', ')}, application/octet-stream or multipart/form-data`,
  );

/** Sends bytes without conversion. */
function sendFile(
  reply: FastifyReply,
  bytes: Uint8Array,
  mediaType: string,
  headers: Readonly<Record<string, string>> = {},
): FastifyReply {
  return reply
    .headers(headers)
    .type(mediaType)
    .send(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
}
