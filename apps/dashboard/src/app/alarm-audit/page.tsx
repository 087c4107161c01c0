import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { AlarmAuditView } from '../../alarm-audit/alarm-audit-view.tsx';
import { LiveProvider } from '../../live/live-provider.tsx';
import { liveSettings } from '../../server/live-settings.ts';

export const dynamic = 'force-dynamic';

export const metadata: Metadata = { title: 'Alarm audit' };

export default function AlarmAuditPage(): ReactNode {
  return (
    <LiveProvider {...liveSettings()} room="all">
      <AlarmAuditView />
    </LiveProvider>
  );
}
