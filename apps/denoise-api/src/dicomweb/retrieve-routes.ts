import {
  encodeImage,
  imageValues,
  oneFrame,
  readDicomJson,
  readImageFile,
  type DicomJson,
} from '@beatwatch/image-files';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { GreyWindow } from '../denoise/settings.ts';
import { windowParameter } from '../denoise/settings.ts';
import { ApiError } from '../errors.ts';
import { ownerOf } from '../keys/authorise.ts';
import type { Operation } from '../openapi/operation.ts';
import { choosePacking, requireAccepted } from './accept.ts';
import { addressesFor, dicomWebPath } from './addresses.ts';
import { tags } from './attributes.ts';
import { frameOf } from './json-values.ts';
import type { InstanceStore, StoredInstance } from './instance-store.ts';
import { dicomJsonSchema, dicomJsonType, sendDicomJson } from './dicom-json-response.ts';
import { placeOf } from './query-routes.ts';
import { sendParts } from './related-parts.ts';
import { uidParameter } from './uid.ts';

export interface RetrieveRouteOptions {
  readonly instances: InstanceStore;
  readonly publicUrl: string | undefined;
}

const studyPath = `${dicomWebPath}/studies/:study`;
const seriesPath = `${studyPath}/series/:series`;
const instancePath = `${seriesPath}/instances/:instance`;
const studyParams = { study: uidParameter('study') };
const seriesParams = { ...studyParams, series: uidParameter('series') };
const instanceParams = { ...seriesParams, instance: uidParameter('instance') };
const levels = [
  { name: 'Study', path: studyPath, params: z.object(studyParams) },
  { name: 'Series', path: seriesPath, params: z.object(seriesParams) },
  { name: 'Instance', path: instancePath, params: z.object(instanceParams) },
] as const;

const dicomType = 'application/dicom';
const octetType = 'application/octet-stream';
const imagesResponse = (description: string, types: readonly string[]): Operation['responses'] => ({
  200: { description, content: Object.fromEntries(types.map((type) => [type, 'binary' as const])) },
});

/** WADO-RS (PS3.18 10.4) for the results: instances, metadata, frames, pixel data and rendered images. */
export function addRetrieveRoutes(
  app: FastifyInstance,
  { instances, publicUrl }: RetrieveRouteOptions,
): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  const describe = (
    operation: Omit<Operation, 'tags' | 'problems'>,
  ): { readonly scope: 'dicomweb'; readonly operation: Operation } => ({
    scope: 'dicomweb',
    operation: { ...operation, tags: ['dicomweb'], problems: ['not-found', 'not-acceptable'] },
  });
  const found = (request: FastifyRequest): readonly [StoredInstance, ...StoredInstance[]] => {
    const { study, series, instance } = placeOf(request);
    return instances.some(ownerOf(request), {
      ...(study !== undefined && { study }),
      ...(series !== undefined && { series }),
      ...(instance !== undefined && { instance }),
    });
  };

  for (const { name, path, params } of levels) {
    typed.get(
      path,
      {
        schema: { params },
        config: describe({
          operationId: `retrieve${name}`,
          summary: `Results as DICOM files (WADO-RS), level ${name.toLowerCase()}`,
          responses: imagesResponse('DICOM files', [
            'multipart/related',
            ...(name === 'Instance' ? [dicomType] : []),
          ]),
        }),
      },
      (request, reply) => sendInstances(request, reply, found(request), addressesFor(request, publicUrl)),
    );
    typed.get(
      `${path}/metadata`,
      {
        schema: { params },
        config: describe({
          operationId: `retrieve${name}Metadata`,
          summary: `Metadata of results (WADO-RS), level ${name.toLowerCase()}`,
          responses: {
            200: {
              description: 'One data set for each instance',
              content: { [dicomJsonType]: z.array(dicomJsonSchema) },
            },
          },
        }),
      },
      (request, reply) => {
        requireAccepted(request.headers.accept, [dicomJsonType, 'application/json']);
        const { instance } = addressesFor(request, publicUrl);
        return sendDicomJson(
          reply,
          found(request).map((one) => withPixelAddress(one, instance(one))),
        );
      },
    );
  }

  typed.get(
    `${instancePath}/frames/:frames`,
    {
      schema: { params: z.object({ ...instanceParams, frames: framesParameter }) },
      config: describe({
        operationId: 'retrieveFrames',
        summary: 'Frames as stored, little endian (WADO-RS)',
        responses: imagesResponse('One part for each frame', ['multipart/related', octetType]),
      }),
    },
    async (request, reply) => {
      const [one] = found(request);
      const numbers = request.params.frames.split(',').map(Number);
      requireFrames(one, numbers);
      const { pixels } = await readDicomJson(await one.file.bytes());
      return sendOctets(
        request,
        reply,
        numbers.map((number) => frameOf(one.json, pixels, number - 1)),
      );
    },
  );
  typed.get(
    `${instancePath}/bulkdata/${tags.pixelData}`,
    {
      schema: { params: z.object(instanceParams) },
      config: describe({
        operationId: 'retrievePixelData',
        summary: 'Pixel data of an instance, at the BulkDataURI of its metadata',
        responses: imagesResponse('Pixel Data (7FE0,0010)', ['multipart/related', octetType]),
      }),
    },
    async (request, reply) => {
      const { pixels } = await readDicomJson(await found(request)[0].file.bytes());
      return sendOctets(request, reply, [pixels.bytes]);
    },
  );

  const query = z.strictObject({ window: windowParameter.optional() });
  typed.get(
    `${instancePath}/rendered`,
    {
      schema: { params: z.object(instanceParams), querystring: query },
      config: describe({
        operationId: 'renderInstance',
        summary: 'The first frame as an image (WADO-RS)',
        responses: imagesResponse('8 bits', ['image/png']),
      }),
    },
    (request, reply) =>
      sendRendered(request, reply, found(request)[0], { number: 1, window: request.query.window }),
  );
  typed.get(
    `${instancePath}/frames/:frame/rendered`,
    {
      schema: { params: z.object({ ...instanceParams, frame: frameParameter }), querystring: query },
      config: describe({
        operationId: 'renderFrame',
        summary: 'A frame as an image (WADO-RS)',
        responses: imagesResponse('8 bits', ['image/png']),
      }),
    },
    (request, reply) =>
      sendRendered(request, reply, found(request)[0], {
        number: Number(request.params.frame),
        window: request.query.window,
      }),
  );
}

const frameParameter = z
  .string()
  .regex(/^[1-9][0-9]{0,5}$/, 'expected the number of a frame, from 1')
  .meta({ description: 'Number of a frame, from 1' });
const framesParameter = z
  .string()
  .regex(
    /^[1-9][0-9]{0,5}(,[1-9][0-9]{0,5}){0,99}$/,
    'expected numbers of frames, from 1, separated by commas',
  )
  .meta({ description: 'Numbers of frames, from 1, separated by commas' });

/** @throws ApiError (`not-found`) */
function requireFrames({ json }: StoredInstance, numbers: readonly number[]): void {
  const frameCount = Number(json[tags.numberOfFrames]?.Value?.[0] ?? 1);
  const missing = numbers.find((number) => number > frameCount);
  if (missing !== undefined)
    throw new ApiError('not-found', { field: 'frame', found: missing, expected: `1 to ${frameCount}` });
}

function sendInstances(
  request: FastifyRequest,
  reply: FastifyReply,
  found: readonly [StoredInstance, ...StoredInstance[]],
  { instance }: { readonly instance: (one: StoredInstance) => string },
): FastifyReply {
  const [first] = found;
  const packing = choosePacking(request.headers.accept, {
    partType: dicomType,
    transferSyntaxUid: first.transferSyntaxUid,
    isOne: found.length === 1 && 'instance' in placeOf(request),
  });
  if (packing === 'single') return reply.type(dicomType).send(first.file.stream());
  return sendParts(
    reply,
    dicomType,
    found.map((one) => ({
      mediaType: `${dicomType}; transfer-syntax=${one.transferSyntaxUid}`,
      location: instance(one),
      content: () => one.file.stream(),
    })),
  );
}

function sendOctets(
  request: FastifyRequest,
  reply: FastifyReply,
  contents: readonly Uint8Array[],
): FastifyReply {
  const packing = choosePacking(request.headers.accept, {
    partType: octetType,
    transferSyntaxUid: '1.2.840.10008.1.2.1',
    isOne: contents.length === 1,
  });
  const [first = new Uint8Array()] = contents;
  if (packing === 'single') return reply.type(octetType).send(Buffer.from(first));
  return sendParts(
    reply,
    octetType,
    contents.map((content) => ({ mediaType: octetType, content: () => [content] })),
  );
}

async function sendRendered(
  request: FastifyRequest,
  reply: FastifyReply,
  one: StoredInstance,
  { number, window }: { readonly number: number; readonly window: GreyWindow | undefined },
): Promise<FastifyReply> {
  requireAccepted(request.headers.accept, ['image/png']);
  requireFrames(one, [number]);
  const file = await readImageFile(await one.file.bytes(), { name: 'instance' });
  const picture = oneFrame(file, number - 1);
  const values: Float32Array[] = [];
  for (let channel = 0; channel < picture.channelCount; channel++)
    values.push((await picture.plane(0, channel)).values);
  const form = { format: 'png8', ...(window && { window }) } as const;
  const { bytes } = await encodeImage(imageValues(picture, values), form);
  return reply.type('image/png').send(Buffer.from(bytes));
}

const withPixelAddress = ({ json }: StoredInstance, address: string): DicomJson => ({
  ...json,
  [tags.pixelData]: { vr: 'OW', BulkDataURI: `${address}/bulkdata/${tags.pixelData}` },
});
