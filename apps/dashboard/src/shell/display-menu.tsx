'use client';

import type { ReactNode } from 'react';
import { NotificationsButton } from '../notifications/notifications-button.tsx';
import { gains } from '../strip/paper.ts';
import { speeds } from '../strip/strip-settings.ts';
import styles from './display-menu.module.css';
import { NamesButton } from './names-button.tsx';
import { useRemembered } from './remembered.ts';
import { ThemeSelect } from './theme-select.tsx';

const byItself = 'auto';

/** What this browser's pages look like: theme, names, speed and gain of the strips. */
export function DisplayMenu(): ReactNode {
  return (
    <details className={styles.menu}>
      <summary data-testid="display">Display</summary>
      <div className={styles.choices}>
        <label>
          Theme <ThemeSelect />
        </label>
        <Choice name="speed" label="Speed" unit="mm/s" values={speeds} />
        <Choice name="gain" label="Gain" unit="mm/mV" values={gains} />
        <NamesButton />
        <NotificationsButton />
      </div>
    </details>
  );
}

function Choice(props: {
  readonly name: string;
  readonly label: string;
  readonly unit: string;
  readonly values: readonly number[];
}): ReactNode {
  const { name, label, unit, values } = props;
  const [chosen, choose] = useRemembered(name);
  return (
    <label>
      {label}{' '}
      <select
        value={values.some((value) => String(value) === chosen) ? chosen : byItself}
        data-testid={name}
        onChange={({ target }) => {
          choose(target.value);
        }}
      >
        <option value={byItself}>By itself</option>
        {values.map((value) => (
          <option key={value} value={value}>
            {value} {unit}
          </option>
        ))}
      </select>
    </label>
  );
}
