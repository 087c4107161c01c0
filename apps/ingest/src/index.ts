export { readHttpConfig } from './http/config.ts';
export { buildPacketServer, type PacketServer, type PacketServerOptions } from './http/server.ts';
export { buildIngest, type IngestOptions } from './ingest.ts';
export { openSignalModels } from './signal-models.ts';
