import Link from 'next/link';
import type { ReactNode } from 'react';
import { useWardAlarms } from '../alarms/use-ward-alarms.ts';
import { WardAlarmLine } from '../alarms/ward-alarms.tsx';
import { AlarmSound } from '../sound/alarm-sound.tsx';
import { SoundButton } from '../sound/sound-button.tsx';
import { ConnectionBadge } from './connection-badge.tsx';
import { DisplayMenu } from './display-menu.tsx';
import { useTexts } from '../texts/language-provider.tsx';
import shell from './shell.module.css';

/**
 * Above a page beside the central station: the way back, and the alarms of the ward, which belong on every page.
 * @param props.children further links
 */
export function PageHead(props: { readonly title: string; readonly children?: ReactNode }): ReactNode {
  const t = useTexts();
  const wardAlarms = useWardAlarms();
  return (
    <>
      <header className={shell.bar}>
        <Link className="single" href="/">
          {t.shell.toStation}
        </Link>
        <h1>{props.title}</h1>
        {props.children}
        <span className={shell.spacer} />
        <ConnectionBadge />
        <SoundButton />
        <DisplayMenu />
      </header>
      <AlarmSound alarms={wardAlarms.alarms} />
      <WardAlarmLine {...wardAlarms} />
    </>
  );
}
