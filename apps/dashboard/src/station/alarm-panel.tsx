import { isTechnical } from '@beatwatch/contracts';
import { useState, type ReactNode } from 'react';
import { formatCount } from '../format/numbers.ts';
import styles from './alarm-panel.module.css';
import type { AlarmPanelProps } from './alarm-panel-props.ts';
import { OpenAlarms } from './open-alarms.tsx';
import { RecentAlarms } from './recent-alarms.tsx';

/** Beside the tiles: open alarms, or all of the last twelve hours. */
export function AlarmPanel(props: AlarmPanelProps): ReactNode {
  const [isRecent, setRecent] = useState(false);
  const count = props.alarms.filter(({ kind }) => !isTechnical(kind)).length;
  return (
    <aside id="alarms" className={styles.panel} aria-label="Alarms" data-testid="alarm-list">
      <div className={styles.views} role="group" aria-label="Which alarms">
        <button
          aria-pressed={!isRecent}
          onClick={() => {
            setRecent(false);
          }}
        >
          {count === 0 ? 'Open' : formatCount(count, 'open alarm')}
        </button>
        <button
          aria-pressed={isRecent}
          data-testid="recent"
          onClick={() => {
            setRecent(true);
          }}
        >
          Last 12 h
        </button>
      </div>
      {isRecent ? <RecentAlarms {...props} /> : <OpenAlarms {...props} />}
    </aside>
  );
}
