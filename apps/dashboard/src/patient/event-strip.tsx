import type { PatientId } from '@beatwatch/contracts';
import { useMemo, type ReactNode } from 'react';
import type { TimeRange } from '../live/time-range.ts';
import { useTexts } from '../texts/language-provider.tsx';
import { useWaveform } from './queries.ts';
import { StripFigure } from './strip-figure.tsx';

const beforeUs = 6e6;
const afterUs = 8e6;

/** Recording around a beat. */
export function EventStrip({
  patientId,
  beatTimeUs,
}: {
  readonly patientId: PatientId;
  readonly beatTimeUs: number;
}): ReactNode {
  const { events: texts } = useTexts().patient;
  const range = useMemo(
    (): TimeRange => ({ fromUs: beatTimeUs - beforeUs, toUs: beatTimeUs + afterUs }),
    [beatTimeUs],
  );
  const waveform = useWaveform(patientId, range);
  return (
    <StripFigure
      caption={texts.aroundBeat}
      strip={waveform.data}
      range={range}
      centreUs={beatTimeUs}
      missing={waveform.isPending ? texts.loadingRecording : (waveform.error?.message ?? texts.recordingGone)}
    />
  );
}
