import type { AlarmEvent, PatientId } from '@beatwatch/contracts';
import { useRouter } from 'next/navigation';
import { useEffect, useRef, type ReactNode } from 'react';
import { alarmHref } from '../alarms/alarm-href.ts';
import { announcedName } from '../format/status-format.ts';
import { useLive } from '../live/live-context.ts';
import { silenceOf } from '../sound/pause.ts';
import { useSilences } from '../sound/use-silences.ts';
import type { Texts } from '../texts/texts.ts';
import { knownChangesOf, newsSince, type KnownChanges } from './alarm-news.ts';
import { useTexts } from '../texts/language-provider.tsx';
import { useNotifications } from './use-notifications.ts';

/** Shows new alarms outside the window while it is hidden, by bed where names are hidden; renders nothing. */
export function AlarmNotifications(props: {
  readonly alarms: readonly AlarmEvent[];
  /** As the pages name a patient: without the name where names are hidden. */
  readonly nameOf: (patientId: PatientId) => string;
}): ReactNode {
  const t = useTexts();
  const { alarms, nameOf } = props;
  const { feed } = useLive();
  const { mode } = useNotifications();
  const { silences, ...known } = useSilences();
  const router = useRouter();
  const told = useRef<KnownChanges>(undefined);
  useEffect(() => {
    // What was open before the page has heard anything is no news.
    if (feed.serverNowMs === undefined) return;
    const news = told.current === undefined ? [] : newsSince(told.current, alarms);
    told.current = knownChangesOf(alarms);
    if (mode !== 'on' || !document.hidden) return;
    for (const alarm of news) {
      if (silenceOf(alarm, silences, known) !== undefined) continue;
      show(t, alarm, nameOf(alarm.patientId), () => {
        router.push(alarmHref(alarm));
      });
    }
  });
  return undefined;
}

function show(t: Texts, alarm: AlarmEvent, name: string, open: () => void): void {
  try {
    // Several windows of a browser show one.
    const notification = new Notification(announcedName(t, alarm), {
      body: `${name}, ${t.alarms.priorities[alarm.priority]}`,
      tag: alarm.alarmId,
      requireInteraction: alarm.priority === 'high',
    });
    notification.onclick = () => {
      window.focus();
      open();
      notification.close();
    };
  } catch {
    // A browser on a phone has them in service workers alone.
  }
}
