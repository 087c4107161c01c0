export { denoiserEngineOf, readDenoiseApiConfig } from './config.ts';
export { scopes, type Scope, type StoredKey } from './keys/api-key.ts';
export { addKey, readKeys, revokeKey } from './keys/key-file.ts';
export { openLoggedDenoiser, trialLine } from './open-denoiser.ts';
export { buildDenoiseApi, type DenoiseApi } from './server.ts';
