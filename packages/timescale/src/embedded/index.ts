export { startEmbeddedTimescale, type EmbeddedTimescale, type EmbeddedTimescaleOptions } from './server.ts';
export { spawnEmbeddedTimescale, type SpawnedTimescale, type SpawnOptions } from './spawn.ts';
