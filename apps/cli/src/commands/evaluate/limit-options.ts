import type { AlarmLimits } from '@beatwatch/studies';
import type { Command } from 'commander';
import { integerArgument, numberArgument } from '../../terminal/arguments.ts';

/** Limits of alarms as flags; absent where the product's apply. */
export interface LimitFlags {
  readonly asystoleSeconds?: number;
  readonly pauseSeconds?: number;
  readonly bradycardiaBpm?: number;
  readonly bradycardiaBeats?: number;
  readonly tachycardiaBpm?: number;
  readonly tachycardiaBeats?: number;
  readonly vtBpm?: number;
  readonly vtBeats?: number;
  readonly fibrillationSeconds?: number;
}

/** Adds `--asystole-seconds`, `--bradycardia-bpm` and the like. */
export function addLimitOptions(command: Command): void {
  const seconds = numberArgument(1, 60);
  const bpm = numberArgument(10, 400);
  const beats = integerArgument(1, 100);
  command
    .option('--asystole-seconds <s>', 'without a beat (default: 4)', seconds)
    .option('--pause-seconds <s>', 'without a beat (default: 3)', seconds)
    .option('--bradycardia-bpm <bpm>', 'extreme below it (default: 40)', bpm)
    .option('--bradycardia-beats <n>', 'number of beats that it is measured over (default: 5)', beats)
    .option('--tachycardia-bpm <bpm>', 'extreme above it (default: 140)', bpm)
    .option('--tachycardia-beats <n>', 'number of beats that it is measured over (default: 13)', beats)
    .option('--vt-bpm <bpm>', 'ventricular tachycardia above it (default: 100)', bpm)
    .option('--vt-beats <n>', 'ventricular beats in a row (default: 5)', beats)
    .option('--fibrillation-seconds <s>', 'of flutter or fibrillation (default: as in the product)', seconds);
}

export function limitsOf(flags: LimitFlags): Partial<AlarmLimits> {
  const { asystoleSeconds, pauseSeconds, bradycardiaBpm, bradycardiaBeats } = flags;
  const { tachycardiaBpm, tachycardiaBeats, vtBpm, vtBeats, fibrillationSeconds } = flags;
  return {
    ...(asystoleSeconds !== undefined && { asystoleSeconds }),
    ...(pauseSeconds !== undefined && { pauseSeconds }),
    ...(bradycardiaBpm !== undefined && { bradycardiaBpm }),
    ...(bradycardiaBeats !== undefined && { bradycardiaBeats }),
    ...(tachycardiaBpm !== undefined && { tachycardiaBpm }),
    ...(tachycardiaBeats !== undefined && { tachycardiaBeats }),
    ...(vtBpm !== undefined && { ventricularTachycardiaBpm: vtBpm }),
    ...(vtBeats !== undefined && { ventricularTachycardiaBeats: vtBeats }),
    ...(fibrillationSeconds !== undefined && { fibrillationSeconds }),
  };
}
