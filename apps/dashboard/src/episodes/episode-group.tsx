import type { AlarmRow } from '@beatwatch/timescale';
import { useState, type ReactNode } from 'react';
import { EpisodeList } from './episode-list.tsx';
import { useTexts } from '../texts/language-provider.tsx';
import styles from './episode-list.module.css';

/** The episodes of an alarm behind a button: their strips are loaded when somebody wants them. */
export function EpisodeGroup({ alarm }: { readonly alarm: AlarmRow }): ReactNode {
  const t = useTexts();
  const [isOpen, setOpen] = useState(false);
  return (
    <div className={styles.group}>
      <button
        aria-expanded={isOpen}
        onClick={() => {
          setOpen(!isOpen);
        }}
      >
        {t.alarms.episodes[isOpen ? 'hideAll' : 'showAll'](alarm.episodes)}
      </button>
      {isOpen && <EpisodeList alarm={alarm} />}
    </div>
  );
}
