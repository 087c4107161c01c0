import { alarmScope, silenceSeconds, type AlarmEvent } from '@beatwatch/contracts';
import type { ReactNode } from 'react';
import { useLive } from '../live/live-context.ts';
import { useMayAtOnce } from '../shell/use-session.ts';
import { hasSound } from '../sound/alarm-burst.ts';
import { formatCountdown } from '../sound/pause.ts';
import { useTexts } from '../texts/language-provider.tsx';
import { useSilenceOf } from '../sound/use-silences.ts';

/** Mutes an alarm for two minutes on all screens, or says who has and for how long; renders nothing for one that does not sound. Those who may not mute are only told. */
export function SilenceButton(props: {
  readonly alarm: AlarmEvent;
  readonly className?: string | undefined;
}): ReactNode {
  const t = useTexts();
  const { alarm, className } = props;
  const { silence, endSilence } = useLive();
  const silenced = useSilenceOf(alarm);
  const maySilence = useMayAtOnce('silence', 'endSilence');
  if (!hasSound(alarm)) return undefined;
  if (silenced === undefined) {
    if (!maySilence) return undefined;
    return (
      <button
        className={className}
        data-testid="silence"
        title={t.alarms.silenceTitle}
        onClick={() => {
          void silence({ scope: alarmScope(alarm.alarmId), seconds: silenceSeconds.usual });
        }}
      >
        {t.alarms.silence}
      </button>
    );
  }
  const { silenceId, scope, actor } = silenced.silence;
  // The pause of a ward is ended at the top of the page.
  if (scope !== alarmScope(alarm.alarmId)) return undefined;
  return (
    <button
      className={className}
      data-testid="silenced"
      title={[t.alarms.silencedBy(actor), ...(maySilence ? [t.shell.sound.again] : [])].join('. ')}
      disabled={!maySilence}
      onClick={() => {
        void endSilence(silenceId);
      }}
    >
      {t.alarms.silenced} <span role="timer">{formatCountdown(silenced.leftMs)}</span>
    </button>
  );
}
