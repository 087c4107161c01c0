import { alarmKinds, latchesUsually, type AlarmKind, type Latching } from '@beatwatch/contracts';
import type { ReactNode } from 'react';
import { useTexts } from '../texts/language-provider.tsx';
import styles from './limits.module.css';

/** Of each kind, whether an alarm that is over stays until somebody has seen it. */
export function LatchingFields(props: {
  readonly latching: Latching;
  readonly onChange: (latching: Latching) => void;
}): ReactNode {
  const t = useTexts();
  const { limits: texts } = t.pages;
  const { latching, onChange } = props;
  return (
    <details>
      <summary>{texts.latching}</summary>
      <div className={styles.fields}>
        {alarmKinds.map((kind) => (
          <label key={kind} className={styles.field}>
            {t.alarms.kinds[kind]}
            <select
              value={String(latching[kind] ?? 'usual')}
              data-testid={`latching-${kind}`}
              onChange={({ target }) => {
                onChange(withKind(latching, kind, target.value));
              }}
            >
              <option value="usual">
                {texts.asUsual(latchesUsually(kind) ? texts.latches.true : texts.latches.false)}
              </option>
              <option value="true">{texts.latches.true}</option>
              <option value="false">{texts.latches.false}</option>
            </select>
          </label>
        ))}
      </div>
    </details>
  );
}

function withKind(latching: Latching, kind: AlarmKind, value: string): Latching {
  const { [kind]: _, ...others } = latching;
  return value === 'usual' ? others : { ...others, [kind]: value === 'true' };
}
