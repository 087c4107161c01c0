import { shown } from '@beatwatch/contracts';
import type { DicomJson, JsonAttribute } from '@beatwatch/image-files';
import { ApiError } from '../errors.ts';
import { defaultInstanceTags, defaultSeriesTags, defaultStudyTags, tagOf, tags } from './attributes.ts';
import { matchesWildcards } from './wildcards.ts';
import { textOf } from './json-values.ts';
import type { StoredInstance } from './instance-store.ts';

export type Level = 'study' | 'series' | 'instance';

/** A search of QIDO-RS (PS3.18 8.3.4). */
export interface Query {
  /** Expected values by tag. */
  readonly matches: ReadonlyMap<string, string>;
  readonly include: ReadonlySet<string> | 'all';
  readonly limit: number;
  readonly offset: number;
}

/** URLs of results. */
export interface Addresses {
  readonly study: (instance: StoredInstance) => string;
  readonly series: (instance: StoredInstance) => string;
  readonly instance: (instance: StoredInstance) => string;
}

/**
 * Parses the parameters of a search.
 * @param filters values by keyword or tag; several `includefield` are joined by commas
 * @throws ApiError (`invalid-request`) naming an unknown attribute
 */
export function readQuery(
  filters: Readonly<Record<string, string>>,
  {
    includefield,
    limit,
    offset,
  }: { readonly includefield?: string; readonly limit: number; readonly offset: number },
): Query {
  const matches = new Map(Object.entries(filters).map(([name, value]) => [requireTag(name), value]));
  const fields = includefield?.split(',').filter((field) => field !== '') ?? [];
  return {
    matches,
    // Unknown attributes are ignored here, as PS3.18 requires for `includefield`.
    include: fields.includes('all') ? 'all' : new Set(fields.flatMap((field) => tagOf(field) ?? [])),
    limit,
    offset,
  };
}

function requireTag(name: string): string {
  const tag = tagOf(name);
  if (tag !== undefined) return tag;
  throw new ApiError('invalid-request', {
    field: 'query',
    found: shown(name),
    expected: 'the keyword or tag of a DICOM attribute',
  });
}

/** The studies, series or instances that match, each with the requested attributes. */
export function search(
  instances: readonly StoredInstance[],
  level: Level,
  query: Query,
  addresses: Addresses,
): readonly DicomJson[] {
  return groupsOf(instances, level)
    .map((members) => describe(members, level, addresses))
    .filter((json) => [...query.matches].every(([tag, expected]) => matches(json[tag], expected)))
    .slice(query.offset, query.offset + query.limit)
    .map((json) => chosen(json, level, query));
}

function groupsOf(
  instances: readonly StoredInstance[],
  level: Level,
): readonly (readonly StoredInstance[])[] {
  const groups = new Map<string, StoredInstance[]>();
  for (const one of instances) {
    const { studyUid, seriesUid, instanceUid } = one;
    const uid = { study: studyUid, series: seriesUid, instance: instanceUid }[level];
    const group = groups.get(uid) ?? [];
    group.push(one);
    groups.set(uid, group);
  }
  return [...groups.values()];
}

/** The attributes of a group's first instance, with counts. */
function describe(members: readonly StoredInstance[], level: Level, addresses: Addresses): DicomJson {
  const [first] = members;
  if (first === undefined) return {};
  const modalities = [...new Set(members.map(({ json }) => textOf(json, tags.modality)))];
  const series = new Set(members.map(({ seriesUid }) => seriesUid));
  const counts: Record<Level, DicomJson> = {
    study: {
      [tags.modalitiesInStudy]: { vr: 'CS', Value: modalities },
      [tags.numberOfStudyRelatedSeries]: { vr: 'IS', Value: [series.size] },
      [tags.numberOfStudyRelatedInstances]: { vr: 'IS', Value: [members.length] },
    },
    series: { [tags.numberOfSeriesRelatedInstances]: { vr: 'IS', Value: [members.length] } },
    instance: {},
  };
  return {
    ...first.json,
    ...counts[level],
    [tags.instanceAvailability]: { vr: 'CS', Value: ['ONLINE'] },
    [tags.retrieveUrl]: { vr: 'UR', Value: [addresses[level](first)] },
  };
}

/** Tags in every response of a level: its own and the identifiers of the levels above. */
const tagsOfLevel: Readonly<Record<Level, readonly string[]>> = {
  study: defaultStudyTags,
  series: [...defaultSeriesTags, tags.studyInstanceUid],
  instance: [...defaultInstanceTags, tags.studyInstanceUid, tags.seriesInstanceUid],
};

/** Attributes of the study and of the patient (PS3.3 A.1.2). */
const ofStudy = (tag: string): boolean =>
  defaultStudyTags.includes(tag) || tag.startsWith('0010') || tag === '00081030' || tag === '00081048';
const ofSeries = (tag: string): boolean =>
  ofStudy(tag) ||
  defaultSeriesTags.includes(tag) ||
  ['00180015', '00080021', '00080031', '00080070'].includes(tag);

function chosen(json: DicomJson, level: Level, { include, matches: filters }: Query): DicomJson {
  const isWanted = (tag: string): boolean => {
    if (tagsOfLevel[level].includes(tag) || filters.has(tag)) return true;
    if (include !== 'all') return include.has(tag);
    return level === 'instance' || (level === 'series' ? ofSeries(tag) : ofStudy(tag));
  };
  return Object.fromEntries(
    Object.entries(json)
      .filter(([tag]) => isWanted(tag))
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/** Attribute matching of PS3.4 C.2.2.2: single value, list of UIDs, range of dates and times, wildcards, universal. */
function matches(attribute: JsonAttribute | undefined, expected: string): boolean {
  if (expected === '' || expected === '*') return true;
  if (attribute === undefined) return false;
  const { vr } = attribute;
  const values = (attribute.Value ?? []).map((value) => textOf({ one: { vr, Value: [value] } }, 'one'));
  if (vr === 'UI') return expected.split(/[,\\]/).some((uid) => values.includes(uid.trim()));
  if ((vr === 'DA' || vr === 'TM' || vr === 'DT') && expected.includes('-'))
    return values.some((value) => isWithin(value, expected));
  return values.some((value) =>
    vr === 'PN'
      ? matchesWildcards(value.trim().toLowerCase(), expected.trim().toLowerCase())
      : matchesWildcards(value.trim(), expected.trim()),
  );
}

/** `from-to`, either of which may be absent; a shorter bound includes every value that begins with it. */
function isWithin(value: string, range: string): boolean {
  const [from = '', to = ''] = range.split('-').map((bound) => bound.trim());
  return value >= from && (to === '' || value.slice(0, to.length) <= to);
}
