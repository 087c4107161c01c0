import {
  readFhir,
  readJson,
  readPolar,
  readProtobuf,
  type EncodedPacket,
  type PostedPackets,
} from '@beatwatch/device-formats';
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
}

/** A body that is not JSON, with the reason. */
interface Malformed {
  readonly malformed: string;
}

const readers: Readonly<Record<Exclude<PostedFormat, 'protobuf'>, (body: unknown) => PostedPackets>> = {
  json: readJson,
  fhir: readFhir,
  polar: readPolar,
};

/** Parses and reads the body of a post. */
export function readPost(format: PostedFormat, bytes: Uint8Array): ReadPost | Malformed {
  if (format === 'protobuf') return summary(readProtobuf(bytes));
  let body: unknown;
  try {
    body = parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  } catch (error) {
    return { malformed: `The body is not valid JSON: ${error instanceof Error ? error.message : ''}` };
  }
  return summary(readers[format](body));
}

function summary({ packets, faults, ignored }: PostedPackets): ReadPost {
  return {
    packets: packets.map(({ patientId, deviceId, value }) => ({ patientId, deviceId, value })),
    faults: faults.slice(0, maxListed),
    faultCount: faults.length,
    ignored,
  };
}
