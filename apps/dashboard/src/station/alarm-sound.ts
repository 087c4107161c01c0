import type { AlarmPriority } from '@beatwatch/contracts';
import { useEffect, useRef } from 'react';

interface Burst {
  readonly pulses: number;
  readonly spacingSeconds: number;
  readonly everyMs: number;
}

/** Pulses per burst and time between bursts after IEC 60601-1-8:2006, table 3 (high: the first half of its ten). */
const bursts: Readonly<Record<AlarmPriority, Burst>> = {
  high: { pulses: 5, spacingSeconds: 0.25, everyMs: 4000 },
  medium: { pulses: 3, spacingSeconds: 0.4, everyMs: 12_000 },
  low: { pulses: 1, spacingSeconds: 0, everyMs: 20_000 },
};

/** Sounds while an alarm is unacknowledged. Browsers allow sound only after the user has pressed something. */
export function useAlarmSound(priority: AlarmPriority | undefined, enabled: boolean): void {
  const audio = useRef<AudioContext>(undefined);
  useEffect(() => {
    if (!enabled) return;
    audio.current ??= new AudioContext();
    const context = audio.current;
    void context.resume();
    if (priority === undefined) return;
    const burst = bursts[priority];
    const sound = (): void => {
      for (let pulse = 0; pulse < burst.pulses; pulse += 1) {
        beep(context, context.currentTime + pulse * burst.spacingSeconds);
      }
    };
    sound();
    const timer = setInterval(sound, burst.everyMs);
    return () => {
      clearInterval(timer);
    };
  }, [priority, enabled]);
}

/** One pulse of 0.15 s at 660 Hz with soft edges. */
function beep(context: AudioContext, at: number): void {
  const tone = context.createOscillator();
  const loudness = context.createGain();
  tone.frequency.value = 660;
  loudness.gain.setValueAtTime(0, at);
  loudness.gain.linearRampToValueAtTime(0.2, at + 0.02);
  loudness.gain.setValueAtTime(0.2, at + 0.13);
  loudness.gain.linearRampToValueAtTime(0, at + 0.15);
  tone.connect(loudness).connect(context.destination);
  tone.start(at);
  tone.stop(at + 0.16);
}
