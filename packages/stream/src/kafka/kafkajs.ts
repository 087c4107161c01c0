import { createRequire } from 'node:module';
import type * as KafkaJs from 'kafkajs';

// kafkajs is CommonJS without exports that an ES module can import by name.
const require = createRequire(import.meta.url);

export const kafkajs = require('kafkajs') as typeof KafkaJs;

interface RequestQueue {
  readonly pending: readonly unknown[];
  readonly throttledUntil: number;
  throttleCheckTimeoutId: NodeJS.Timeout | null;
  checkPendingRequests(): void;
}
const { prototype } = require('kafkajs/src/network/requestQueue') as {
  readonly prototype: { scheduleCheckPendingRequests(this: RequestQueue): void };
};

const recheckMs = 10;

/**
 * kafkajs 2.2.4 sets a timer with a negative delay after every response, even where no request is pending; from Node 24 on
 * that prints a TimeoutNegativeWarning. This is its method with a timer only where one is needed.
 */
prototype.scheduleCheckPendingRequests = function () {
  if (this.pending.length === 0 || this.throttleCheckTimeoutId !== null) return;
  const throttledMs = this.throttledUntil - Date.now();
  this.throttleCheckTimeoutId = setTimeout(
    () => {
      this.throttleCheckTimeoutId = null;
      this.checkPendingRequests();
    },
    throttledMs > 0 ? throttledMs : recheckMs,
  );
};
