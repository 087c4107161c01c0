import { isTechnical } from '@beatwatch/contracts';
import { useState, type ReactNode } from 'react';
import styles from './alarm-panel.module.css';
import type { AlarmPanelProps } from './alarm-panel-props.ts';
import { FirstToLookAt } from './first-to-look-at.tsx';
import { OpenAlarms } from './open-alarms.tsx';
import { RecentAlarms } from './recent-alarms.tsx';

const views = ['open', 'recent', 'first'] as const;
type View = (typeof views)[number];
const viewNames: Readonly<Record<View, string>> = { open: 'Open', recent: 'Last 12 h', first: 'Look first' };

/** Beside the tiles: open alarms, all of the last twelve hours, or whom to look at first. */
export function AlarmPanel(props: AlarmPanelProps): ReactNode {
  const [shown, setShown] = useState<View>('open');
  const count = props.alarms.filter(({ kind }) => !isTechnical(kind)).length;
  return (
    <aside id="alarms" className={styles.panel} aria-label="Alarms" data-testid="alarm-list">
      <div className={styles.views} role="group" aria-label="Which alarms">
        {views.map((view) => (
          <button
            key={view}
            aria-pressed={shown === view}
            data-testid={view}
            onClick={() => {
              setShown(view);
            }}
          >
            {view === 'open' && count > 0 ? `${count} open` : viewNames[view]}
          </button>
        ))}
      </div>
      {shown === 'open' && <OpenAlarms {...props} />}
      {shown === 'recent' && <RecentAlarms {...props} />}
      {shown === 'first' && <FirstToLookAt {...props} />}
    </aside>
  );
}
