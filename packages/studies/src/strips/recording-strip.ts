import { aamiClassOf } from '@beatwatch/recordings';
import type { Strip, StripMarker, StripSpan } from '@beatwatch/report';
import type { EcgRecording } from '../live-path/ecg-recording.ts';

/** The part of a recording to draw. */
export interface StripChoice {
  readonly title: string;
  /** The middle of the strip, from the recording's start. */
  readonly aroundSeconds: number;
  /** Default 8. */
  readonly seconds?: number;
  readonly markers?: readonly StripMarker[];
  readonly spans?: readonly StripSpan[];
}

/** A few seconds of a recording with its annotated beats above. */
export function recordingStrip(recording: EcgRecording, choice: StripChoice): Strip {
  const { samples, samplingRateHz, microvoltsPerCount, annotations } = recording;
  const { title, aroundSeconds, seconds = 8, markers = [], spans = [] } = choice;
  const recordSeconds = samples.length / samplingRateHz;
  const fromSeconds = Math.max(0, Math.min(recordSeconds - seconds, aroundSeconds - seconds / 2));
  const first = Math.round(fromSeconds * samplingRateHz);
  const piece = samples.subarray(first, first + Math.round(seconds * samplingRateHz));
  const beats = annotations
    .filter(({ symbol, sample }) => aamiClassOf(symbol) !== undefined && sample >= first)
    .filter(({ sample }) => sample < first + piece.length)
    .map(({ symbol, sample }) => ({ seconds: sample / samplingRateHz, label: symbol, ...colourOf(symbol) }));
  return {
    title,
    fromSeconds,
    samplingRateHz,
    microvolts: Float32Array.from(piece, (count) => count * microvoltsPerCount),
    markers: [...beats, ...markers],
    spans,
  };
}

const colourOf = (symbol: string) => {
  const aamiClass = aamiClassOf(symbol);
  if (aamiClass === 'V' || aamiClass === 'F') return { colour: 'orange' } as const;
  return aamiClass === 'S' ? ({ colour: 'blue' } as const) : {};
};
