// What a worker thread begins with: on Node.js 20 it does not inherit the loader that reads TypeScript.
import { register } from 'tsx/esm/api';

register();
const { default: read } = await import('./read-worker.ts');
export default read;
