// What a worker thread begins with: on Node.js 20 it does not inherit the loader that reads TypeScript.
import { register } from 'tsx/esm/api';

register();
const { default: denoise, tryEngines } = await import('./denoise-worker.ts');
export { denoise as default, tryEngines };
