import { limitsInForce, type AlarmLimits, type PatientId } from '@beatwatch/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { formatMoment } from '../format/time.ts';
import { useLive } from '../live/live-context.ts';
import { AlarmPreview } from '../patient/alarm-preview.tsx';
import type { LimitsResponse } from '../server/responses.ts';
import { useMay } from '../shell/use-session.ts';
import { UserName } from '../shell/user-name.tsx';
import type { Texts } from '../texts/texts.ts';
import { LimitFields } from './limit-fields.tsx';
import { formatLimits, readLimits, textsOf, type LimitTexts } from './limit-text.ts';
import styles from './limits.module.css';
import { useTexts } from '../texts/language-provider.tsx';
import { limitsKey, useLimits } from './use-limits.ts';

/** The limits that the patient's alarms go by, with their origin, and a form for the patient's own. */
export function LimitsPanel({ patientId }: { readonly patientId: PatientId }): ReactNode {
  const t = useTexts();
  const { limits: texts } = t.pages;
  const { data, error } = useLimits(patientId);
  const { setLimits } = useLive();
  const maySet = useMay('setLimits');
  const client = useQueryClient();
  const [note, setNote] = useState<{ readonly text: string; readonly failed: boolean }>();
  const save = (limits: AlarmLimits): void => {
    void setLimits({ patientId, limits }).then((result) => {
      const isReset = Object.keys(limits).length === 0;
      const saved = isReset ? texts.wardAgain : texts.saved;
      setNote({ text: result.ok ? saved : result.message, failed: !result.ok });
      // The scorer stores them a little later.
      if (result.ok)
        setTimeout(() => void client.invalidateQueries({ queryKey: limitsKey(patientId) }), 1500);
    });
  };
  return (
    <section className={styles.panel} aria-label={texts.title} data-testid="limits">
      <h2>{texts.title}</h2>
      {error !== null && <p role="alert">{`${texts.failed} ${error.message}`}</p>}
      {data !== undefined && (
        <>
          <p>
            <span data-testid="limits-in-force">{formatLimits(t, data)}</span>{' '}
            <span className="quiet" data-testid="limits-origin">
              ({formatOrigin(t, data)})
            </span>
          </p>
          {maySet && (
            <details>
              <summary data-testid="limits-change">{texts.change}</summary>
              <OwnLimits key={data.changes[0]?.timeUs} patientId={patientId} data={data} onSave={save} />
            </details>
          )}
        </>
      )}
      <p className={styles.hint} role="status">
        {note !== undefined && <span data-failed={note.failed}>{note.text}</span>}
      </p>
    </section>
  );
}

function OwnLimits(props: {
  readonly patientId: PatientId;
  readonly data: LimitsResponse;
  readonly onSave: (limits: AlarmLimits) => void;
}): ReactNode {
  const t = useTexts();
  const { limits: texts } = t.pages;
  const { patientId, data, onSave } = props;
  const { own = {}, profile } = data;
  const [fields, setFields] = useState<LimitTexts>(() => textsOf(t, own));
  const below = profile === undefined ? {} : { profile };
  const read = readLimits(t, fields, below);
  const wanted = read.problem === undefined ? read.limits : undefined;
  const isChanged =
    wanted !== undefined && JSON.stringify(textsOf(t, wanted)) !== JSON.stringify(textsOf(t, own));
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (wanted !== undefined) onSave(wanted);
      }}
    >
      <LimitFields
        texts={fields}
        below={limitsInForce(below)}
        wrong={read.problem === undefined ? undefined : read.name}
        onChange={setFields}
      />
      <p className={styles.hint}>{read.problem ?? texts.empty}</p>
      <div className={styles.actions}>
        <button type="submit" disabled={!isChanged} data-testid="limits-set">
          {texts.set}
        </button>
        <button
          type="button"
          disabled={Object.keys(own).length === 0}
          data-testid="limits-reset"
          onClick={() => {
            setFields({});
            onSave({});
          }}
        >
          {profile === undefined ? texts.backToUsual : texts.backToWard(profile.ward)}
        </button>
        <UserName />
      </div>
      {wanted !== undefined && isChanged && (
        <AlarmPreview
          of="limits"
          what={Object.keys(wanted).length === 0 ? 'withoutOwn' : 'theseLimits'}
          path={`/api/patients/${encodeURIComponent(patientId)}/limits/preview?${queryOf(wanted)}`}
        />
      )}
    </form>
  );
}

const queryOf = (limits: AlarmLimits): string =>
  Object.entries(limits)
    .map(([name, value]) => `${name}=${value}`)
    .join('&');

/** Who set what, and when. */
function formatOrigin(t: Texts, { own, profile, changes: [newest] }: LimitsResponse): string {
  const { limits: texts } = t.pages;
  const ofWard =
    profile === undefined
      ? texts.usual
      : texts.ofWard(profile.ward, profile.actor, formatMoment(t, profile.setUs));
  if (newest === undefined) return own === undefined ? ofWard : texts.own(ofWard);
  const at = formatMoment(t, newest.timeUs);
  return own === undefined ? texts.restored(ofWard, newest.actor, at) : texts.ownBy(newest.actor, at, ofWard);
}
