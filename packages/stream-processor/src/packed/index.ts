export { packState } from './pack-state.ts';
export { unpackState } from './unpack-state.ts';
