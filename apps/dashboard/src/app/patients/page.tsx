import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { LiveProvider } from '../../live/live-provider.tsx';
import { PatientsView } from '../../patients/patients-view.tsx';
import { liveSettings } from '../../server/live-settings.ts';
import { requestTexts } from '../../server/request-language.ts';

export const dynamic = 'force-dynamic';

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await requestTexts()).pages.patients.title,
});

export default function PatientsPage(): ReactNode {
  return (
    <LiveProvider {...liveSettings()} room="all">
      <PatientsView />
    </LiveProvider>
  );
}
