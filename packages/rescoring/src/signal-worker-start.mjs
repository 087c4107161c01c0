// Entry of a worker thread, which on Node.js 20 does not inherit the loader for TypeScript.
import '@oxc-node/core/register';

await import('./signal-worker.ts');
