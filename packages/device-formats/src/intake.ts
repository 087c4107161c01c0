import { checked, type EncodedPacket } from './encoded-packet.ts';
import { DeviceFormatError, type Fault } from './fault.ts';
import { readBundle } from './fhir/bundle.ts';
import { readObservation } from './fhir/observation.ts';
import { readJsonPacket } from './json.ts';
import { readPolarBatch } from './polar.ts';

/** What came of one post: what can be used and what cannot. */
export interface Intake {
  readonly packets: readonly EncodedPacket[];
  readonly faults: readonly Fault[];
  /** Entries of a Bundle that are no Observation. */
  readonly ignored: number;
}

/** One packet in Protobuf. */
export function takeProtobuf(body: Uint8Array): Intake {
  return takeParts([body], (bytes) => [checked(bytes)], false);
}

/** One packet in our JSON, or an array of them; each stands for itself. */
export function takeJson(body: unknown): Intake {
  return takeParts(listOf(body), (value) => [readJsonPacket(value)], Array.isArray(body));
}

/** One batch of a Polar sensor, or an array of them; each stands for itself. */
export function takePolar(body: unknown): Intake {
  return takeParts(listOf(body), readPolarBatch, Array.isArray(body));
}

/** A FHIR R4 Observation, taken as a whole or not at all, or a Bundle whose Observations each stand for themselves. */
export function takeFhir(body: unknown): Intake {
  if (resourceTypeOf(body) === 'Observation')
    return takeParts([body], (value) => readObservation(value), false);
  let resources: readonly unknown[] = [];
  let resolve: (reference: string) => string | undefined = () => undefined;
  try {
    ({ resources, resolve } = readBundle(body));
  } catch (error) {
    return { packets: [], faults: [faultOf(error)], ignored: 0 };
  }
  let ignored = 0;
  const intake = takeParts(
    resources,
    (resource) => {
      if (resourceTypeOf(resource) === 'Observation') return readObservation(resource, resolve);
      ignored += 1;
      return [];
    },
    true,
  );
  return { ...intake, ignored };
}

const listOf = (body: unknown): readonly unknown[] => (Array.isArray(body) ? body : [body]);

const resourceTypeOf = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && 'resourceType' in value ? value.resourceType : undefined;

function takeParts<Part>(
  parts: readonly Part[],
  read: (part: Part) => readonly EncodedPacket[],
  numbered: boolean,
): Intake {
  const packets: EncodedPacket[] = [];
  const faults: Fault[] = [];
  for (const [index, part] of parts.entries()) {
    try {
      packets.push(...read(part));
    } catch (error) {
      const fault = faultOf(error);
      faults.push(numbered ? { index, ...fault } : fault);
    }
  }
  return { packets, faults, ignored: 0 };
}

/** @throws anything but an DeviceFormatError */
function faultOf(error: unknown): Fault {
  if (error instanceof DeviceFormatError) return error.fault;
  throw error;
}
