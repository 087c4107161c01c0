import type { GatewayAddress } from '../live/live-provider.tsx';
import { readConfig } from './config.ts';

/** Address of the gateway for the browser. */
export function gatewayAddress(): GatewayAddress {
  const { GATEWAY_URL, GATEWAY_PORT } = readConfig(process.env);
  return { port: GATEWAY_PORT, ...(GATEWAY_URL === undefined ? {} : { url: GATEWAY_URL }) };
}
