// Entry of a worker thread, which on Node.js 20 does not inherit the loader for TypeScript.
import { register } from 'tsx/esm/api';

register();
const { default: judge } = await import('./worker.ts');
export default judge;
