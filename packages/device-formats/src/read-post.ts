import { checked, type EncodedPacket } from './encoded-packet.ts';
import { DeviceFormatError, type Fault } from './fault.ts';
import { readBundle } from './fhir/bundle.ts';
import { readObservation } from './fhir/observation.ts';
import { readJsonPacket } from './json.ts';
import { beyondLimits } from './post-limits.ts';
import { PostedTimes } from './overlaps.ts';
import { readPolarBatch } from './polar.ts';
import { nobodyWears } from './wearer.ts';

/** What one post of a device holds: packets that can be used, and what is wrong with the rest. */
export interface PostedPackets {
  readonly packets: readonly EncodedPacket[];
  readonly faults: readonly Fault[];
  /** The number of entries of a Bundle that are other resources than Observations. */
  readonly ignored: number;
}

/** One packet in Protobuf. */
export function readProtobuf(body: Uint8Array): PostedPackets {
  return readParts([body], (bytes) => [checked(bytes)], false);
}

/**
 * One packet in Beatwatch's JSON, or an array of packets; each is accepted or refused by itself.
 * @param wearerOf of packets that name a device and no patient. Default: nobody, so that they are refused
 */
export function readJson(body: unknown, wearerOf = nobodyWears): PostedPackets {
  const read = (value: unknown): readonly EncodedPacket[] => [readJsonPacket(value, wearerOf)];
  return refusedByShape(body) ?? readParts(listOf(body), read, Array.isArray(body));
}

/** One batch of a Polar sensor, or an array of batches; each is accepted or refused by itself. */
export function readPolar(body: unknown, wearerOf = nobodyWears): PostedPackets {
  const read = (value: unknown): readonly EncodedPacket[] => readPolarBatch(value, wearerOf);
  return refusedByShape(body) ?? readParts(listOf(body), read, Array.isArray(body));
}

/**
 * A FHIR R4 Observation, or a Bundle: each Observation is accepted or refused as a whole; other resources of a Bundle are
 * ignored.
 */
export function readFhir(body: unknown, wearerOf = nobodyWears): PostedPackets {
  const refused = refusedByShape(body);
  if (refused !== undefined) return refused;
  if (resourceTypeOf(body) === 'Observation')
    return readParts([body], (value) => readObservation(value, undefined, wearerOf), false);
  let resources: readonly unknown[] = [];
  let resolve: (reference: string) => string | undefined = () => undefined;
  try {
    ({ resources, resolve } = readBundle(body));
  } catch (error) {
    return { packets: [], faults: [faultOf(error)], ignored: 0 };
  }
  let ignored = 0;
  const posted = readParts(
    resources,
    (resource) => {
      if (resourceTypeOf(resource) === 'Observation') return readObservation(resource, resolve, wearerOf);
      ignored += 1;
      return [];
    },
    true,
  );
  return { ...posted, ignored };
}

/** A refusal of all of a post whose shape is beyond the limits. */
function refusedByShape(body: unknown): PostedPackets | undefined {
  const fault = beyondLimits(body);
  return fault === undefined ? undefined : { packets: [], faults: [fault], ignored: 0 };
}

const listOf = (body: unknown): readonly unknown[] => (Array.isArray(body) ? body : [body]);

const resourceTypeOf = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && 'resourceType' in value ? value.resourceType : undefined;

function readParts<Part>(
  parts: readonly Part[],
  read: (part: Part) => readonly EncodedPacket[],
  numbered: boolean,
): PostedPackets {
  const packets: EncodedPacket[] = [];
  const faults: Fault[] = [];
  const times = new PostedTimes();
  for (const [index, part] of parts.entries()) {
    try {
      const own = read(part);
      times.requireApart(own);
      times.add(own);
      packets.push(...own);
    } catch (error) {
      const fault = faultOf(error);
      faults.push(numbered ? { index, ...fault } : fault);
    }
  }
  return { packets, faults, ignored: 0 };
}

/** @throws the error itself where it is no DeviceFormatError */
function faultOf(error: unknown): Fault {
  if (error instanceof DeviceFormatError) return error.fault;
  throw error;
}
