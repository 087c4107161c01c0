// Entry of a worker thread, which on Node.js 20 does not inherit the loader for TypeScript.
import { register } from 'tsx/esm/api';

register();
await import('./signal-worker.ts');
