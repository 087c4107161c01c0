import { defaultAlarmLimits, type AlarmLimits, type Latching } from '@beatwatch/contracts';
import type { WardProfile } from '@beatwatch/timescale';
import { useState, type ReactNode } from 'react';
import { formatMoment } from '../format/time.ts';
import { LatchingFields } from './latching-fields.tsx';
import { LimitFields } from './limit-fields.tsx';
import { readLimits, textsOf, type LimitTexts } from './limit-text.ts';
import { useTexts } from '../texts/language-provider.tsx';
import styles from './limits.module.css';

/** Limits and latching of one ward: read by all, set by administrators. */
export function ProfileForm(props: {
  readonly ward: string;
  readonly profile: WardProfile | undefined;
  readonly maySet: boolean;
  readonly onSave: (profile: { readonly limits: AlarmLimits; readonly latching: Latching }) => void;
}): ReactNode {
  const t = useTexts();
  const { limits: texts } = t.pages;
  const { ward, profile, maySet, onSave } = props;
  const [fields, setFields] = useState<LimitTexts>(() => textsOf(t, profile?.limits ?? {}));
  const [latching, setLatching] = useState<Latching>(profile?.latching ?? {});
  const read = readLimits(t, fields, {});
  const limits = read.problem === undefined ? read.limits : undefined;
  const isUsual = isEmpty(profile?.limits ?? {}) && isEmpty(profile?.latching ?? {});
  return (
    <section
      className={styles.panel}
      aria-label={texts.wardLabel(ward)}
      data-testid="profile"
      data-ward={ward}
    >
      <h2>{ward === 'unassigned' ? t.shell.ward.none : ward}</h2>
      <p className="quiet" data-testid="profile-origin">
        {profile === undefined
          ? texts.allUsual
          : texts[isUsual ? 'wardUsualBy' : 'wardSetBy'](profile.actor, formatMoment(t, profile.setUs))}
      </p>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (limits !== undefined) onSave({ limits, latching });
        }}
      >
        <fieldset disabled={!maySet} className={styles.form}>
          <LimitFields
            texts={fields}
            below={defaultAlarmLimits}
            wrong={read.problem === undefined ? undefined : read.name}
            onChange={setFields}
          />
          <LatchingFields latching={latching} onChange={setLatching} />
          <p className={styles.hint}>
            {read.problem ?? (maySet ? texts.emptyOfWard : texts.byAdministrators)}
          </p>
          <div className={styles.actions}>
            <button type="submit" disabled={limits === undefined} data-testid="profile-set">
              {texts.setForWard}
            </button>
            <button
              type="button"
              disabled={isUsual}
              data-testid="profile-reset"
              onClick={() => {
                onSave({ limits: {}, latching: {} });
              }}
            >
              {texts.backToUsual}
            </button>
          </div>
        </fieldset>
      </form>
    </section>
  );
}

const isEmpty = (value: object): boolean => Object.keys(value).length === 0;
