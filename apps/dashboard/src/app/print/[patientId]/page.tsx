import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import type { ReactNode } from 'react';
import { episodeOf } from '../../../alarms/alarm-href.ts';
import { PrintAlarm, PrintRange } from '../../../print/print-view.tsx';
import { requestTexts } from '../../../server/request-language.ts';
import { patientIdField, rangeFields } from '../../../server/fields.ts';

export const dynamic = 'force-dynamic';

interface PrintPageProps {
  readonly params: Promise<{ readonly patientId: string }>;
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}

/** As much as the route of waveforms gives. */
const mostMinutes = 2;

export async function generateMetadata({ params }: PrintPageProps): Promise<Metadata> {
  return { title: (await requestTexts()).patient.print.title(decodeURIComponent((await params).patientId)) };
}

/** `?alarm=` prints the strip of an alarm, with `&episode=` that of one episode, `?fromUs=&toUs=` that of a range. */
export default async function PrintPage({ params, searchParams }: PrintPageProps): Promise<ReactNode> {
  const patientId = patientIdField.safeParse(decodeURIComponent((await params).patientId));
  if (!patientId.success) notFound();
  const { alarm, episode, fromUs, toUs } = await searchParams;
  if (typeof alarm === 'string') {
    return <PrintAlarm patientId={patientId.data} alarmId={alarm} episode={episodeOf(episode)} />;
  }
  const range = rangeFields(mostMinutes).safeParse({ patientId: patientId.data, fromUs, toUs });
  if (!range.success) notFound();
  return <PrintRange patientId={patientId.data} range={range.data} />;
}
