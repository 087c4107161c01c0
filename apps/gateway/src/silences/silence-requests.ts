import {
  silenceSeconds,
  type AlarmEvent,
  type AlarmId,
  type PatientId,
  type SilenceScope,
} from '@beatwatch/contracts';
import type { RequestRefusal, RequestResult } from '@beatwatch/live-protocol';
import { z } from 'zod';
import { refused } from '../refusals.ts';
import type { SilenceBoard } from './silence-board.ts';

interface SilenceTarget {
  readonly scope: SilenceScope;
  readonly patientId?: PatientId;
}

export interface SilenceContext {
  readonly silences: SilenceBoard;
  /** An alarm that is not resolved yet. */
  readonly openAlarm: (id: AlarmId) => AlarmEvent | undefined;
  readonly isWard: (name: string) => boolean;
  /** Whether who asks may see all that this mutes. */
  readonly mayMute: (target: SilenceTarget) => boolean;
}

const otherWards = refused({ code: 'other-wards-muted' });

const { min, max } = silenceSeconds;
const silenceSchema = z.object({
  scope: z.string().max(200),
  seconds: z.int().min(min).max(max),
});

/** Mutes alarms on all screens. */
export function silence(request: unknown, actor: string, context: SilenceContext): RequestResult {
  const parsed = silenceSchema.safeParse(request);
  if (!parsed.success) return refused({ code: 'silence-range', min, max });
  const { scope, seconds } = parsed.data;
  const target = targetOf(scope, context);
  if ('code' in target) return refused(target);
  if (!context.mayMute(target)) return otherWards;
  context.silences.start({ ...target, actor, seconds });
  return { ok: true };
}

/** @returns why not, where it has a code */
function targetOf(scope: string, { openAlarm, isWard }: SilenceContext): SilenceTarget | RequestRefusal {
  if (scope === 'all') return { scope };
  if (scope.startsWith('ward:')) {
    const name = scope.slice('ward:'.length);
    return isWard(name) ? { scope: `ward:${name}` } : { code: 'no-such-ward' };
  }
  const alarm = scope.startsWith('alarm:') ? openAlarm(scope.slice('alarm:'.length) as AlarmId) : undefined;
  if (alarm === undefined) return { code: 'alarm-over' };
  if (alarm.state !== 'active') return { code: 'alarm-silent' };
  return { scope: `alarm:${alarm.alarmId}`, patientId: alarm.patientId };
}

const endSchema = z.object({ silenceId: z.string().max(250) });

/** Has alarms sound again before their time. */
export function endSilence(
  request: unknown,
  actor: string,
  { silences, mayMute }: SilenceContext,
): RequestResult {
  const parsed = endSchema.safeParse(request);
  const found = silences.shown.find(({ silenceId }) => silenceId === parsed.data?.silenceId);
  if (found !== undefined && !mayMute(found)) return otherWards;
  return parsed.success && silences.end(parsed.data.silenceId, actor)
    ? { ok: true }
    : refused({ code: 'silence-over' });
}
