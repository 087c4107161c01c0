'use client';

import type { ReactNode } from 'react';
import { NotificationsButton } from '../notifications/notifications-button.tsx';
import { mainsFrequenciesHz } from '@beatwatch/ecg/filters';
import { gains } from '../strip/paper.ts';
import { speeds } from '../strip/strip-settings.ts';
import { formatNumber } from '../format/numbers.ts';
import { useTexts } from '../texts/language-provider.tsx';
import styles from './display-menu.module.css';
import { LanguageSelect } from './language-select.tsx';
import { NamesButton } from './names-button.tsx';
import { useRemembered } from './remembered.ts';
import { ThemeSelect } from './theme-select.tsx';

/** Remembered where nothing is chosen. */
const unset = 'auto';

/** What this browser's pages look like: theme, names, speed, gain and filter of the strips. */
export function DisplayMenu(): ReactNode {
  const { display: texts } = useTexts().shell;
  return (
    <details className={styles.menu}>
      <summary data-testid="display">{texts.title}</summary>
      <div className={styles.choices}>
        <label>
          {texts.theme} <ThemeSelect />
        </label>
        <label>
          {texts.language} <LanguageSelect />
        </label>
        <Choice name="speed" label={texts.speed} unit="mm/s" values={speeds} />
        <Choice name="gain" label={texts.gain} unit="mm/mV" values={gains} />
        <Choice
          name="notch"
          label={texts.mainsFilter}
          unit="Hz"
          values={mainsFrequenciesHz}
          otherwise={texts.off}
        />
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
  /** Where nothing is chosen. Default: by itself. */
  readonly otherwise?: string;
}): ReactNode {
  const t = useTexts();
  const { name, label, unit, values, otherwise = t.shell.display.byItself } = props;
  const [chosen, choose] = useRemembered(name);
  return (
    <label>
      {label}{' '}
      <select
        value={values.some((value) => String(value) === chosen) ? chosen : unset}
        data-testid={name}
        onChange={({ target }) => {
          choose(target.value);
        }}
      >
        <option value={unset}>{otherwise}</option>
        {values.map((value) => (
          <option key={value} value={value}>
            {formatNumber(t, value)} {unit}
          </option>
        ))}
      </select>
    </label>
  );
}
