import type { ReactNode } from 'react';
import { LiveProvider } from '../live/live-provider.tsx';
import { gatewayAddress } from '../server/gateway-address.ts';
import { Station } from '../station/station.tsx';

// The gateway's address comes from the environment of the running server.
export const dynamic = 'force-dynamic';

export default function StationPage(): ReactNode {
  return (
    <LiveProvider gateway={gatewayAddress()} room="all">
      <Station />
    </LiveProvider>
  );
}
