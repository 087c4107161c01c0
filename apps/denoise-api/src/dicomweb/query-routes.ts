import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { integerParameter } from '../denoise/settings.ts';
import { ownerOf } from '../keys/authorise.ts';
import { requireAccepted } from './accept.ts';
import { addressesFor, dicomWebPath } from './addresses.ts';
import type { InstanceStore, Place } from './instance-store.ts';
import { dicomJsonSchema, dicomJsonType, sendDicomJson } from './dicom-json-response.ts';
import { readQuery, search, type Level } from './query.ts';
import { uidParameter } from './uid.ts';

export interface QueryRouteOptions {
  readonly instances: InstanceStore;
  readonly publicUrl: string | undefined;
}

const defaultLimit = 1000;

/** The most common matching keys; any other keyword or tag is accepted too. */
const filterParameters = Object.fromEntries(
  [
    'PatientID',
    'PatientName',
    'StudyDate',
    'StudyTime',
    'StudyInstanceUID',
    'AccessionNumber',
    'ModalitiesInStudy',
    'Modality',
    'SeriesInstanceUID',
    'SeriesNumber',
    'SOPInstanceUID',
    'InstanceNumber',
  ].map((name) => [name, z.string().max(200).optional()]),
);

const several = z.union([z.string().max(1000), z.array(z.string().max(1000)).max(100)]);

const querySchema = z
  .object({
    ...filterParameters,
    limit: integerParameter(0, 100_000, 'Largest number of results. Default 1000').optional(),
    offset: integerParameter(0, 100_000_000, 'Number of results to skip. Default 0').optional(),
    includefield: several
      .optional()
      .meta({ description: 'Keywords or tags to include, separated by commas, or `all`' }),
    fuzzymatching: z.enum(['true', 'false']).optional().meta({ description: 'Accepted and ignored' }),
  })
  .catchall(several);

interface Resource {
  readonly path: string;
  readonly level: Level;
  readonly operationId: string;
  /** UIDs in the path. */
  readonly above: readonly (keyof Place)[];
}

const resources: readonly Resource[] = [
  { path: '/studies', level: 'study', operationId: 'searchStudies', above: [] },
  { path: '/series', level: 'series', operationId: 'searchSeries', above: [] },
  { path: '/instances', level: 'instance', operationId: 'searchInstances', above: [] },
  {
    path: '/studies/:study/series',
    level: 'series',
    operationId: 'searchSeriesOfStudy',
    above: ['study'],
  },
  {
    path: '/studies/:study/instances',
    level: 'instance',
    operationId: 'searchInstancesOfStudy',
    above: ['study'],
  },
  {
    path: '/studies/:study/series/:series/instances',
    level: 'instance',
    operationId: 'searchInstancesOfSeries',
    above: ['study', 'series'],
  },
];

/** QIDO-RS (PS3.18 10.6) over the results. */
export function addQueryRoutes(app: FastifyInstance, { instances, publicUrl }: QueryRouteOptions): void {
  for (const { path, level, operationId, above } of resources) {
    const params = z.object(Object.fromEntries(above.map((name) => [name, uidParameter(name)])));
    app.withTypeProvider<ZodTypeProvider>().get(
      `${dicomWebPath}${path}`,
      {
        schema: { querystring: querySchema, params },
        config: {
          scope: 'dicomweb',
          operation: {
            operationId,
            summary: `Searches the results (QIDO-RS), level ${level}`,
            tags: ['dicomweb'],
            responses: {
              200: {
                description: 'The matching results',
                content: { [dicomJsonType]: z.array(dicomJsonSchema) },
              },
            },
            problems: ['not-acceptable'],
          },
        },
      },
      (request, reply) => {
        requireAccepted(request.headers.accept, [dicomJsonType, 'application/json']);
        const { limit = defaultLimit, offset = 0, includefield, fuzzymatching, ...filters } = request.query;
        if (fuzzymatching === 'true')
          void reply.header(
            'warning',
            `299 ${request.host} "fuzzy matching is not supported; literal matching was used"`,
          );
        const query = readQuery(filtersOf(filters), {
          limit,
          offset,
          ...(includefield !== undefined && { includefield: [includefield].flat().join(',') }),
        });
        const found = instances.all(ownerOf(request), placeOf(request));
        return sendDicomJson(reply, search(found, level, query, addressesFor(request, publicUrl)));
      },
    );
  }
}

/** The UIDs of a path. */
export const placeOf = (request: FastifyRequest): Place => request.params as Place;

function filtersOf(query: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  const filters: Record<string, string> = {};
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) filters[name] = [value].flat().join(',');
  }
  return filters;
}
