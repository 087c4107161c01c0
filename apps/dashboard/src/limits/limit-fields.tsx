import { alarmLimitNames, type AlarmLimitName } from '@beatwatch/contracts';
import type { ReactNode } from 'react';
import { formatLimitRange, formatLimitValue, type LimitTexts } from './limit-text.ts';
import { useTexts } from '../texts/language-provider.tsx';
import styles from './limits.module.css';

/** A field for each limit. */
export function LimitFields(props: {
  readonly texts: LimitTexts;
  /** In force where a field is empty. */
  readonly below: Readonly<Record<AlarmLimitName, number>>;
  /** The field that has a problem. */
  readonly wrong: AlarmLimitName | undefined;
  readonly onChange: (texts: LimitTexts) => void;
}): ReactNode {
  const t = useTexts();
  const { texts, below, wrong, onChange } = props;
  return (
    <div className={styles.fields}>
      {alarmLimitNames.map((name) => (
        <label key={name} className={styles.field}>
          {t.pages.limits.names[name]}
          <span className="quiet small">{formatLimitRange(t, name)}</span>
          <input
            inputMode="decimal"
            placeholder={formatLimitValue(t, name, below[name])}
            value={texts[name] ?? ''}
            aria-invalid={name === wrong}
            data-testid={`limit-${name}`}
            onChange={({ target }) => {
              onChange({ ...texts, [name]: target.value });
            }}
          />
        </label>
      ))}
    </div>
  );
}
