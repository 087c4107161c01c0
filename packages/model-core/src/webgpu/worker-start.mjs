// Entry module of a worker thread: on Node.js 20 it does not inherit the loader for TypeScript.
import { register } from 'tsx/esm/api';

register();
await import('./worker.ts');
