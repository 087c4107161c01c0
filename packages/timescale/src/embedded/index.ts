export { createProbe } from './probe.ts';
export { spawnEmbeddedTimescale, type SpawnedTimescale } from './spawn.ts';
