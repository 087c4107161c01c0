/** A long-running part of an app. */
export interface Service {
  start(): Promise<void>;
  /** Finishes the work in hand; safe to call twice. */
  stop(): Promise<void>;
  /** Resolves with the reason once the service cannot go on and its process has to be restarted. */
  readonly failed?: Promise<unknown>;
}

/** Two services as one: the second starts after the first, and stops before it. */
export const servicesInOrder = (first: Service, second: Service): Service => ({
  ...(first.failed && { failed: first.failed }),
  start: async () => {
    await first.start();
    await second.start();
  },
  stop: async () => {
    await second.stop();
    await first.stop();
  },
});
