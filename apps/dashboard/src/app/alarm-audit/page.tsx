import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { AlarmAuditView } from '../../alarm-audit/alarm-audit-view.tsx';
import { LiveProvider } from '../../live/live-provider.tsx';
import { liveSettings } from '../../server/live-settings.ts';
import { requestTexts } from '../../server/request-language.ts';

export const dynamic = 'force-dynamic';

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await requestTexts()).pages.audit.title,
});

export default function AlarmAuditPage(): ReactNode {
  return (
    <LiveProvider {...liveSettings()} room="all">
      <AlarmAuditView />
    </LiveProvider>
  );
}
