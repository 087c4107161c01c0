import type { ReactNode } from 'react';
import { LiveProvider } from '../live/live-provider.tsx';
import { gatewayAddress } from '../server/gateway-address.ts';
import { Station } from '../station/station.tsx';

// Reads the gateway's address from the environment at run time.
export const dynamic = 'force-dynamic';

export default function StationPage(): ReactNode {
  return (
    <LiveProvider gateway={gatewayAddress()} room="all">
      <Station />
    </LiveProvider>
  );
}
