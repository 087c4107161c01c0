import { useEffect, useRef } from 'react';
import { bursts, type SoundingPriority } from './alarm-burst.ts';

/** Repeats the burst of a priority. Browsers allow sound only after the user has pressed something. */
export function useAlarmSound(priority: SoundingPriority | undefined, enabled: boolean): void {
  const audio = useRef<AudioContext>(undefined);
  useEffect(() => {
    if (!enabled) return;
    audio.current ??= new AudioContext();
    const context = audio.current;
    void context.resume();
    if (priority === undefined) return;
    const { startsSeconds, pulseSeconds, everySeconds } = bursts[priority];
    const tone = pulseTone(context);
    const sound = (): void => {
      for (const start of startsSeconds) beep(context, tone, context.currentTime + start, pulseSeconds);
    };
    sound();
    const timer = setInterval(sound, everySeconds * 1000);
    return () => {
      clearInterval(timer);
    };
  }, [priority, enabled]);
}

const fundamentalHz = 440;
const loudest = 0.2;
/** Rise and fall of a pulse as a share of its length: 10 to 40 %. */
const edgeShare = 0.15;

/** Fundamental of 150 to 1000 Hz with at least four harmonics within 15 dB of it (IEC 60601-1-8:2006, table 4). */
function pulseTone(context: AudioContext): PeriodicWave {
  const sines = Float32Array.of(0, 1, 0.6, 0.45, 0.35, 0.25);
  return context.createPeriodicWave(new Float32Array(sines.length), sines);
}

function beep(context: AudioContext, wave: PeriodicWave, at: number, pulseSeconds: number): void {
  const tone = context.createOscillator();
  const loudness = context.createGain();
  const edge = edgeShare * pulseSeconds;
  tone.setPeriodicWave(wave);
  tone.frequency.value = fundamentalHz;
  loudness.gain.setValueAtTime(0, at);
  loudness.gain.linearRampToValueAtTime(loudest, at + edge);
  loudness.gain.setValueAtTime(loudest, at + pulseSeconds - edge);
  loudness.gain.linearRampToValueAtTime(0, at + pulseSeconds);
  tone.connect(loudness).connect(context.destination);
  tone.start(at);
  tone.stop(at + pulseSeconds + 0.01);
}
