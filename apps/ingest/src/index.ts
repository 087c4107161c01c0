export { readHttpConfig } from './http/config.ts';
export { machinesOf } from './http/machines.ts';
export { postPaths } from './http/routes.ts';
export { buildPacketServer } from './http/server.ts';
export { buildIngest } from './ingest.ts';
export { openSignalModels } from './signal-models.ts';
export { Storage, type DiskLevel } from './storage.ts';
