/** Entry module of the engine's worker threads. */
export const tensorflowWorker = new URL('worker-start.mjs', import.meta.url);
