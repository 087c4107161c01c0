import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { LiveProvider } from '../../live/live-provider.tsx';
import { ProfilesView } from '../../limits/profiles-view.tsx';
import { liveSettings } from '../../server/live-settings.ts';

export const dynamic = 'force-dynamic';

export const metadata: Metadata = { title: 'Alarms of wards' };

export default function AlarmProfilesPage(): ReactNode {
  return (
    <LiveProvider {...liveSettings()} room="all">
      <ProfilesView />
    </LiveProvider>
  );
}
