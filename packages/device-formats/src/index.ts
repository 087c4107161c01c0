export type { EncodedPacket } from './encoded-packet.ts';
export { wearerOf, type Pairings } from './wearer.ts';
export { readFhir, readJson, readPolar, readProtobuf, type PostedPackets } from './read-post.ts';
