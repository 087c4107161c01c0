export type { EncodedPacket } from './encoded-packet.ts';
export { readFhir, readJson, readPolar, readProtobuf, type PostedPackets } from './read-post.ts';
