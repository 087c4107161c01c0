import { z } from 'zod';
import type { EncodedPacket } from '../encoded-packet.ts';
import { DeviceFormatError, unusable } from '../fault.ts';
import { shaped, text } from '../shape.ts';
import { signalPackets } from '../signal-packets.ts';
import { nobodyWears, type WearerOf } from '../wearer.ts';
import { consecutive, type LeadPart } from './consecutive.ts';
import { leadOfCodings } from './leads.ts';
import { idOf, referenceSchema, type Resolve } from './reference.ts';
import { readSampledData } from './sampled-data.ts';
import { epochUsOf } from './time.ts';

const codeSchema = z.object(
  {
    coding: z
      .array(z.object({ system: text.optional(), code: text.optional() }, { error: 'a Coding' }), {
        error: 'an array',
      })
      .optional(),
  },
  { error: 'a CodeableConcept' },
);

const componentSchema = z.object(
  { code: codeSchema.optional(), valueSampledData: z.unknown().optional() },
  { error: 'a component as an object' },
);

/** The elements of https://hl7.org/fhir/R4/observation.html that are read. */
const observationSchema = z.object(
  {
    resourceType: z.literal('Observation', { error: 'Observation' }),
    status: z.enum(['registered', 'preliminary', 'final', 'amended', 'corrected'], {
      error: 'registered, preliminary, final, amended or corrected',
    }),
    code: codeSchema.optional(),
    subject: referenceSchema.optional(),
    device: referenceSchema.optional(),
    effectiveDateTime: text.optional(),
    effectiveInstant: text.optional(),
    effectivePeriod: z
      .object({ start: text.optional(), end: text.optional() }, { error: 'a Period' })
      .optional(),
    valueSampledData: z.unknown().optional(),
    component: z.array(componentSchema, { error: 'an array' }).optional(),
  },
  { error: 'an Observation' },
);
type Observation = z.output<typeof observationSchema>;

/** Device id of an Observation without a device. */
const unnamedDevice = 'fhir';

/**
 * Reads the ECG leads of an Observation: its own SampledData, or that of its components. Components with other codes than ECG
 * leads are ignored; components of one lead follow each other where they fill the period together. `effectiveDateTime`, `effectiveInstant` and `effectivePeriod.start` are the time of the first sample.
 * One without a subject is of whoever wore its device.
 * @param resolve the id behind a reference to another entry of the Bundle. Default: none
 * @throws DeviceFormatError
 */
export function readObservation(
  value: unknown,
  resolve: Resolve = () => undefined,
  wearerOf: WearerOf = nobodyWears,
): EncodedPacket[] {
  const observation = shaped(observationSchema, value);
  const { subject } = observation;
  const named = subject === undefined ? undefined : idOf(subject, 'subject', resolve);
  const deviceId =
    observation.device === undefined || isNameOnly(observation.device)
      ? unnamedDevice
      : idOf(observation.device, 'device', resolve);
  if (named === undefined && deviceId === unnamedDevice)
    throw unusable('subject', undefined, 'a Reference, or a device that is paired with a patient');
  const parts = new Map<string, LeadPart[]>();
  for (const { lead, data, at } of leadsOf(observation)) {
    const part = { values: readSampledData(data, lead, at), at };
    parts.set(lead, [...(parts.get(lead) ?? []), part]);
  }
  const statedSeconds = periodSeconds(observation);
  return [...parts.values()].flatMap((ofLead) => {
    const { values, at } = consecutive(ofLead, statedSeconds);
    const firstSampleTimeUs = startUsOf(observation, values.seconds);
    const patientId = named ?? wearerOf(deviceId, firstSampleTimeUs + Math.round(values.seconds * 1e6));
    return signalPackets(values, { patientId, deviceId, firstSampleTimeUs }, at);
  });
}

interface SampledLead {
  readonly lead: string;
  readonly data: unknown;
  readonly at: string;
}

function leadsOf({ code, valueSampledData, component = [] }: Observation): SampledLead[] {
  const places = [
    { code, valueSampledData, at: '' },
    ...component.map((part, index) => ({ ...part, at: `component[${index}].` })),
  ].filter((place) => place.valueSampledData !== undefined);
  if (places.length === 0) {
    throw unusable('valueSampledData', undefined, 'SampledData here or in a component');
  }
  const leads = places.flatMap((place): SampledLead[] => {
    const lead = leadOfCodings(place.code?.coding ?? []);
    return lead === undefined
      ? []
      : [{ lead, data: place.valueSampledData, at: `${place.at}valueSampledData` }];
  });
  if (leads.length > 0) return leads;
  const [first] = places;
  throw new DeviceFormatError({
    field: `${first?.at ?? ''}code.coding`,
    found: first?.code?.coding?.map(({ system = '', code: found = '' }) => `${system}|${found}`).join(', '),
    expected: 'a code of an ECG lead in urn:iso:std:iso:11073:10101, such as 131330 for lead II',
  });
}

/** Length of `effectivePeriod`; undefined where it has no start or no end. */
function periodSeconds({ effectivePeriod: { start, end } = {} }: Observation): number | undefined {
  if (start === undefined || end === undefined) return undefined;
  return (epochUsOf(end, 'effectivePeriod.end') - epochUsOf(start, 'effectivePeriod.start')) / 1e6;
}

function startUsOf(observation: Observation, seconds: number): number {
  const { effectiveDateTime, effectiveInstant, effectivePeriod } = observation;
  if (effectivePeriod?.start !== undefined) return epochUsOf(effectivePeriod.start, 'effectivePeriod.start');
  if (effectivePeriod?.end !== undefined) {
    return epochUsOf(effectivePeriod.end, 'effectivePeriod.end') - Math.round(seconds * 1e6);
  }
  if (effectiveInstant !== undefined) return epochUsOf(effectiveInstant, 'effectiveInstant');
  if (effectiveDateTime !== undefined) return epochUsOf(effectiveDateTime, 'effectiveDateTime');
  throw unusable('effectivePeriod', undefined, 'effectivePeriod, effectiveInstant or effectiveDateTime');
}

const isNameOnly = ({ reference, identifier }: z.output<typeof referenceSchema>): boolean =>
  reference === undefined && identifier?.value === undefined;
