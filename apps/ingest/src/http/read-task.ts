import {
  readFhir,
  readJson,
  readPolar,
  readProtobuf,
  wearerOf,
  type EncodedPacket,
  type Pairings,
  type PostedPackets,
} from '@beatwatch/device-formats';
import type { DeviceId } from '@beatwatch/contracts';
import { parse } from 'secure-json-parse';

export type PostedFormat = 'protobuf' | 'json' | 'fhir' | 'polar';

/** Most faults listed in a response; the others are only counted. */
const maxListed = 100;

/** A packet as it is sent on. */
export type PostedPacket = Pick<EncodedPacket, 'patientId' | 'deviceId' | 'value'>;

/** What a post holds, as far as its response and the log need it. */
export interface ReadPost {
  readonly packets: readonly PostedPacket[];
  /** The first of them. */
  readonly faults: PostedPackets['faults'];
  readonly faultCount: number;
  readonly ignored: number;
  /** Devices without a patient in their parts: whose the parts are was looked up. */
  readonly lookedUp: readonly { readonly deviceId: DeviceId; readonly isPaired: boolean }[];
}

/** A body that is not JSON, with the reason. */
interface Malformed {
  readonly malformed: string;
}

const readers: Readonly<
  Record<
    Exclude<PostedFormat, 'protobuf'>,
    (body: unknown, wearer: ReturnType<typeof wearerOf>) => PostedPackets
  >
> = {
  json: readJson,
  fhir: readFhir,
  polar: readPolar,
};

/**
 * Parses and reads the body of a post.
 * @param pairings who wore the devices of parts that name no patient
 */
export function readPost(format: PostedFormat, bytes: Uint8Array, pairings: Pairings): ReadPost | Malformed {
  if (format === 'protobuf') return summary(readProtobuf(bytes), []);
  let body: unknown;
  try {
    body = parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  } catch (error) {
    return { malformed: `The body is not valid JSON: ${error instanceof Error ? error.message : ''}` };
  }
  const lookedUp = new Set<string>();
  const known = wearerOf(pairings);
  const posted = readers[format](body, (deviceId, timeUs) => {
    lookedUp.add(deviceId);
    return known(deviceId, timeUs);
  });
  return summary(posted, lookedUp);
}

function summary({ packets, faults, ignored }: PostedPackets, lookedUp: Iterable<string>): ReadPost {
  const unpaired = new Set(faults.map(({ unpairedDevice }) => unpairedDevice));
  return {
    lookedUp: [...lookedUp].map((id) => ({ deviceId: id as DeviceId, isPaired: !unpaired.has(id) })),
    packets: packets.map(({ patientId, deviceId, value }) => ({ patientId, deviceId, value })),
    faults: faults.slice(0, maxListed),
    faultCount: faults.length,
    ignored,
  };
}
