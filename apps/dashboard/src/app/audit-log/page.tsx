import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { AuditLogView } from '../../audit-log/audit-log-view.tsx';
import { LiveProvider } from '../../live/live-provider.tsx';
import { liveSettings } from '../../server/live-settings.ts';
import { requestTexts } from '../../server/request-language.ts';

export const dynamic = 'force-dynamic';
export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await requestTexts()).pages.auditLog.title,
});

export default function AuditLogPage(): ReactNode {
  return (
    <LiveProvider {...liveSettings()} room="all">
      <AuditLogView />
    </LiveProvider>
  );
}
