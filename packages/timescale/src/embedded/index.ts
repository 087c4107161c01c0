export { spawnEmbeddedTimescale, type SpawnedTimescale } from './spawn.ts';
