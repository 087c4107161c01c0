import { collectDefaultMetrics, Registry } from 'prom-client';

/** A registry with the metrics of the process (CPU, memory, event loop), labelled with the app's name. */
export function createRegistry(app: string): Registry {
  const registry = new Registry();
  registry.setDefaultLabels({ app });
  collectDefaultMetrics({ register: registry });
  return registry;
}
