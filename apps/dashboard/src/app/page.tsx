import type { ReactNode } from 'react';
import { LiveProvider } from '../live/live-provider.tsx';
import { liveSettings } from '../server/live-settings.ts';
import { Station } from '../station/station.tsx';

// Reads its settings from the environment at run time.
export const dynamic = 'force-dynamic';

export default function StationPage(): ReactNode {
  return (
    <LiveProvider {...liveSettings()} room="all">
      <Station />
    </LiveProvider>
  );
}
