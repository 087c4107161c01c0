import { useEffect } from 'react';
import { bursts, type Burst, type Sounding } from './alarm-burst.ts';
import { beginAudio } from './audio.ts';
import { useSoundMode } from './use-sound.ts';

/** Repeats the burst of what sounds, while sound is on in this window. */
export function useBurst(sounding: Sounding | undefined): void {
  const mode = useSoundMode();
  useEffect(() => {
    if (mode !== 'on' || sounding === undefined) return;
    const context = beginAudio();
    const burst = bursts[sounding];
    const tone = pulseTone(context);
    let end = play(burst, context, tone);
    const timer = setInterval(() => {
      end = play(burst, context, tone);
    }, burst.everySeconds * 1000);
    return () => {
      clearInterval(timer);
      end();
    };
  }, [sounding, mode]);
}

/** Sounds the burst of an alarm of medium priority once. */
export function playTest(): void {
  const context = beginAudio();
  play(bursts.medium, context, pulseTone(context));
}

/** Says once that a pause is over. */
export function playReminder(): void {
  const context = beginAudio();
  play(bursts.reminder, context, pulseTone(context));
}

const usualLoudness = 0.2;
/** Rise and fall of a pulse as a share of its length: 10 to 40 %. */
const edgeShare = 0.15;

/** Fundamental of 150 to 1000 Hz with at least four harmonics within 15 dB of it (IEC 60601-1-8:2006, table 4). */
function pulseTone(context: AudioContext): PeriodicWave {
  const sines = Float32Array.of(0, 1, 0.6, 0.45, 0.35, 0.25);
  return context.createPeriodicWave(new Float32Array(sines.length), sines);
}

/** @returns ends the burst: what was muted is quiet at once */
function play(
  { startsSeconds, pulseSeconds, pulsesHz, loudness: peak = usualLoudness }: Burst,
  context: AudioContext,
  wave: PeriodicWave,
): () => void {
  const burst = context.createGain();
  burst.connect(context.destination);
  for (const [index, start] of startsSeconds.entries()) {
    const at = context.currentTime + start;
    const tone = context.createOscillator();
    const loudness = context.createGain();
    const edge = edgeShare * pulseSeconds;
    tone.setPeriodicWave(wave);
    tone.frequency.value = pulsesHz[index % pulsesHz.length] ?? 0;
    loudness.gain.setValueAtTime(0, at);
    loudness.gain.linearRampToValueAtTime(peak, at + edge);
    loudness.gain.setValueAtTime(peak, at + pulseSeconds - edge);
    loudness.gain.linearRampToValueAtTime(0, at + pulseSeconds);
    tone.connect(loudness).connect(burst);
    tone.start(at);
    tone.stop(at + pulseSeconds + 0.01);
  }
  return () => {
    burst.disconnect();
  };
}
