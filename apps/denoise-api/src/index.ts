export { readDenoiseApiConfig, type DenoiseApiConfig } from './config.ts';
export { scopes, type Scope, type StoredKey } from './keys/api-key.ts';
export { addKey, KeyFileError, readKeys, revokeKey, type KeyFileErrorCode } from './keys/key-file.ts';
export { buildDenoiseApi, type DenoiseApi, type DenoiseApiOptions } from './server.ts';
