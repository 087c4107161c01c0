import { isInForce, silenceSeconds, type Silence } from '@beatwatch/contracts';
import type { RequestResult } from '@beatwatch/live-protocol';
import { useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { useFeedView, useLive } from '../live/live-context.ts';
import { isInterruptedNow } from '../shell/monitoring-message.ts';
import { useMayAtOnce, useSession } from '../shell/use-session.ts';
import type { Texts } from '../texts/texts.ts';
import { endText, formatCountdown, pausesOf, pausedWard } from './pause.ts';
import styles from './sound.module.css';
import { playReminder } from './use-burst.ts';
import { useLocalPause, useSilences } from './use-silences.ts';
import { useTexts } from '../texts/language-provider.tsx';
import { useSoundMode } from './use-sound.ts';

/**
 * Pauses the sound of the page's ward on all screens; while it is paused, says by whom and for how long, and ends it. A group of
 * care cannot be paused: its wards are other people's too.
 */
export function PauseButton(): ReactNode {
  const t = useTexts();
  const { silences, nowMs, ward, isOfGroup } = useSilences();
  const local = useLocalPause();
  const { mayPause, isOfAllOnly, mayEnd } = usePauseRights(ward);
  const { start, end, failure, isLocal } = usePauseCommands(ward, local, mayPause);
  const pauses = pausesOf(silences, ward);
  const held = pauses.filter((pause) => isInForce(pause, nowMs));
  const isWholePaused = held.some((pause) => pausedWard(pause, ward) === undefined);
  const ended = pauses.findLast((pause) => !isInForce(pause, nowMs));
  useReminder(pauses, nowMs);
  return (
    <>
      {held.map((pause) => (
        <button
          key={pause.silenceId}
          className={styles.muted}
          data-testid="paused"
          data-scope={pause.scope}
          title={[t.shell.sound.pausedBy(pause.actor), ...(mayEnd(pause) ? [t.shell.sound.again] : [])].join(
            '. ',
          )}
          disabled={!mayEnd(pause)}
          onClick={() => {
            end(pause.silenceId);
          }}
        >
          {pausedText(t, pausedWard(pause, ward))}{' '}
          <span role="timer">{formatCountdown(pause.untilMs - nowMs)}</span>
          <span className={styles.actor}> {t.shell.sound.by(pause.actor)}</span>
        </button>
      ))}
      {local.leftMs > 0 && (
        <button className={styles.muted} title={t.shell.sound.again} onClick={local.end}>
          {t.shell.sound.pausedHere} <span role="timer">{formatCountdown(local.leftMs)}</span>
        </button>
      )}
      {!isOfGroup && !isWholePaused && local.leftMs === 0 && (mayPause || isLocal || isOfAllOnly) && (
        <button
          data-testid="pause-sound"
          title={mayPause || isLocal ? t.shell.sound.pauseTitle : t.shell.sound.pauseOfAll}
          disabled={!mayPause && !isLocal}
          onClick={start}
        >
          {t.shell.sound.pause}
        </button>
      )}
      <span role="status" data-testid="pause-message" className={styles.message}>
        {failure ?? (held.length === 0 && ended !== undefined ? endText(t, ended, nowMs) : undefined)}
      </span>
    </>
  );
}

const pausedText = ({ shell: { sound } }: Texts, ward: string | undefined): string =>
  ward === undefined ? sound.paused : sound.pausedOf(ward);

interface PauseRights {
  /** For all screens that show what this page shows. */
  readonly mayPause: boolean;
  /** Whether choosing a ward is all that is missing. */
  readonly isOfAllOnly: boolean;
  readonly mayEnd: (pause: Silence) => boolean;
}

/** Who sees some wards alone does not mute those of others. */
function usePauseRights(ward: string | undefined): PauseRights {
  const maySilence = useMayAtOnce('silence', 'endSilence');
  const seesAll = useSession()?.wards === undefined;
  return {
    mayPause: maySilence && (seesAll || ward !== undefined),
    isOfAllOnly: maySilence && !seesAll && ward === undefined,
    mayEnd: ({ scope }) => maySilence && (seesAll || scope !== 'all'),
  };
}

interface PauseCommands {
  readonly start: () => void;
  readonly end: (id: string) => void;
  readonly failure: string | undefined;
  /** Whether a pause would be one of this window. */
  readonly isLocal: boolean;
}

function usePauseCommands(
  ward: string | undefined,
  local: { readonly start: () => void },
  mayPause: boolean,
): PauseCommands {
  const { silence, endSilence } = useLive();
  const { connection, monitoring } = useFeedView();
  const isInterrupted = useMemo(() => isInterruptedNow(monitoring), [monitoring]);
  const [failure, setFailure] = useState<string>();
  const report = (result: RequestResult): void => {
    setFailure(result.ok ? undefined : result.message);
  };
  // The tone of an interruption is the page's own.
  const isLocal = isInterrupted || connection.state !== 'live';
  return {
    isLocal,
    start: () => {
      if (isLocal) local.start();
      if (!mayPause || connection.state !== 'live') return;
      const scope = ward === undefined ? 'all' : (`ward:${ward}` as const);
      void silence({ scope, seconds: silenceSeconds.usual }).then(report);
    },
    end: (id) => {
      void endSilence(id).then(report);
    },
    failure,
  };
}

/** Sounds once where a pause has run out, in windows that sound. */
function useReminder(pauses: readonly Silence[], nowMs: number): void {
  const mode = useSoundMode();
  const held = useRef<ReadonlySet<string>>(new Set());
  useEffect(() => {
    const hasRunOut = pauses.some(
      (pause) => held.current.has(pause.silenceId) && !isInForce(pause, nowMs) && pause.end === undefined,
    );
    held.current = new Set(
      pauses.filter((pause) => isInForce(pause, nowMs)).map(({ silenceId }) => silenceId),
    );
    if (hasRunOut && mode === 'on') playReminder();
  }, [pauses, nowMs, mode]);
}
