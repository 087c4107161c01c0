import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import type { ReactNode } from 'react';
import { episodeOf } from '../../../alarms/alarm-href.ts';
import { LiveProvider } from '../../../live/live-provider.tsx';
import { PatientView } from '../../../patient/patient-view.tsx';
import { patientIdField } from '../../../server/fields.ts';
import { liveSettings } from '../../../server/live-settings.ts';

export const dynamic = 'force-dynamic';

interface PatientPageProps {
  readonly params: Promise<{ readonly patientId: string }>;
  readonly searchParams: Promise<{
    readonly alarm?: string | string[];
    readonly episode?: string | string[];
  }>;
}

export async function generateMetadata({ params }: PatientPageProps): Promise<Metadata> {
  return { title: decodeURIComponent((await params).patientId) };
}

export default async function PatientPage({ params, searchParams }: PatientPageProps): Promise<ReactNode> {
  const parsed = patientIdField.safeParse(decodeURIComponent((await params).patientId));
  if (!parsed.success) notFound();
  const { alarm, episode } = await searchParams;
  const id = parsed.data;
  return (
    <LiveProvider {...liveSettings()} room={`patient:${id}`}>
      <PatientView
        patientId={id}
        {...(typeof alarm === 'string' && { alarmFromAddress: alarm })}
        episodeFromAddress={episodeOf(episode)}
      />
    </LiveProvider>
  );
}
