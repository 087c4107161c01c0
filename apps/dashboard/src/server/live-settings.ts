import type { GatewayAddress } from '../live/live-provider.tsx';
import { readConfig } from './config.ts';

export interface LiveSettings {
  readonly gateway: GatewayAddress;
  /** Days without a signal after which a patient is no longer shown. */
  readonly quietDays: number;
  /** Of the server that made the page; a later one may be another. */
  readonly buildId: string;
}

/** What a page's live data depend on. */
export function liveSettings(): LiveSettings {
  const { GATEWAY_URL, GATEWAY_PORT, WARD_QUIET_DAYS, BEATWATCH_BUILD_ID } = readConfig(process.env);
  return {
    gateway: { port: GATEWAY_PORT, ...(GATEWAY_URL === undefined ? {} : { url: GATEWAY_URL }) },
    quietDays: WARD_QUIET_DAYS,
    buildId: BEATWATCH_BUILD_ID ?? '',
  };
}
