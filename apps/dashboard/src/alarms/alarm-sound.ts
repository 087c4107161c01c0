import { useEffect } from 'react';
import { useSound } from '../shell/sound.ts';
import { bursts, type Burst, type Sounding } from './alarm-burst.ts';

// One for the page: browsers allow only a few, and it stays allowed to sound when the user goes to another page of ours.
let audio: AudioContext | undefined;

/** Repeats the burst of what sounds, while the user has sound on. Browsers allow sound only after something was pressed. */
export function useAlarmSound(sounding: Sounding | undefined): void {
  const { enabled } = useSound();
  useEffect(() => {
    if (!enabled) return;
    audio ??= new AudioContext();
    const context = audio;
    void context.resume();
    if (sounding === undefined) return;
    const burst = bursts[sounding];
    const tone = pulseTone(context);
    const sound = (): void => {
      play(burst, context, tone);
    };
    sound();
    const timer = setInterval(sound, burst.everySeconds * 1000);
    return () => {
      clearInterval(timer);
    };
  }, [sounding, enabled]);
}

const loudest = 0.2;
/** Rise and fall of a pulse as a share of its length: 10 to 40 %. */
const edgeShare = 0.15;

/** Fundamental of 150 to 1000 Hz with at least four harmonics within 15 dB of it (IEC 60601-1-8:2006, table 4). */
function pulseTone(context: AudioContext): PeriodicWave {
  const sines = Float32Array.of(0, 1, 0.6, 0.45, 0.35, 0.25);
  return context.createPeriodicWave(new Float32Array(sines.length), sines);
}

function play(
  { startsSeconds, pulseSeconds, pulsesHz }: Burst,
  context: AudioContext,
  wave: PeriodicWave,
): void {
  for (const [index, start] of startsSeconds.entries()) {
    const at = context.currentTime + start;
    const tone = context.createOscillator();
    const loudness = context.createGain();
    const edge = edgeShare * pulseSeconds;
    tone.setPeriodicWave(wave);
    tone.frequency.value = pulsesHz[index % pulsesHz.length] ?? 0;
    loudness.gain.setValueAtTime(0, at);
    loudness.gain.linearRampToValueAtTime(loudest, at + edge);
    loudness.gain.setValueAtTime(loudest, at + pulseSeconds - edge);
    loudness.gain.linearRampToValueAtTime(0, at + pulseSeconds);
    tone.connect(loudness).connect(context.destination);
    tone.start(at);
    tone.stop(at + pulseSeconds + 0.01);
  }
}
