export { buildIngest, type IngestOptions } from './ingest.ts';
