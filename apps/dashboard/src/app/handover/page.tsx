import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { HandoverView } from '../../care/handover-view.tsx';
import { LiveProvider } from '../../live/live-provider.tsx';
import { liveSettings } from '../../server/live-settings.ts';
import { requestTexts } from '../../server/request-language.ts';

export const dynamic = 'force-dynamic';

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await requestTexts()).care.handover.title,
});

export default function HandoverPage(): ReactNode {
  return (
    <LiveProvider {...liveSettings()} room="all">
      <HandoverView />
    </LiveProvider>
  );
}
