import { alarmLimitFields, alarmLimitNames, type AlarmLimitName } from '@beatwatch/contracts';
import type { ReactNode } from 'react';
import { formatLimitRange, formatLimitValue, type LimitTexts } from './limit-text.ts';
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
  const { texts, below, wrong, onChange } = props;
  return (
    <div className={styles.fields}>
      {alarmLimitNames.map((name) => (
        <label key={name} className={styles.field}>
          {alarmLimitFields[name].name}
          <span className="quiet small">{formatLimitRange(name)}</span>
          <input
            inputMode="decimal"
            placeholder={formatLimitValue(name, below[name])}
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
