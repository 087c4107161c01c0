import { isTechnical } from '@beatwatch/contracts';
import { useState, type ReactNode } from 'react';
import { useTexts } from '../texts/language-provider.tsx';
import styles from './alarm-panel.module.css';
import type { AlarmPanelProps } from './alarm-panel-props.ts';
import { FirstToLookAt } from './first-to-look-at.tsx';
import { OpenAlarms } from './open-alarms.tsx';
import { RecentAlarms } from './recent-alarms.tsx';

const views = ['open', 'recent', 'first'] as const;
type View = (typeof views)[number];

/** Beside the tiles: open alarms, all of the last twelve hours, or whom to look at first. */
export function AlarmPanel(props: AlarmPanelProps): ReactNode {
  const { panel: texts } = useTexts().station;
  const [shown, setShown] = useState<View>('open');
  const count = props.alarms.filter(({ kind }) => !isTechnical(kind)).length;
  return (
    <aside id="alarms" className={styles.panel} aria-label={texts.label} data-testid="alarm-list">
      <div className={styles.views} role="group" aria-label={texts.which}>
        {views.map((view) => (
          <button
            key={view}
            aria-pressed={shown === view}
            data-testid={view}
            onClick={() => {
              setShown(view);
            }}
          >
            {view === 'open' && count > 0 ? texts.openCount(count) : texts.views[view]}
          </button>
        ))}
      </div>
      {shown === 'open' && <OpenAlarms {...props} />}
      {shown === 'recent' && <RecentAlarms {...props} />}
      {shown === 'first' && <FirstToLookAt {...props} />}
    </aside>
  );
}
