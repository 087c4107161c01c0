export { readHttpConfig } from './http/config.ts';
export { buildHttpIntake, type HttpIntake, type HttpIntakeOptions } from './http/server.ts';
export { buildIngest, type IngestOptions } from './ingest.ts';
