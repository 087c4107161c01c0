import { defaultAlarmLimits, type AlarmLimitName, type AlarmLimits } from './alarm-limits.ts';
import { invalidField } from './fields.ts';
import { alarmKinds, type AlarmKind } from './messages.ts';

/** Of each kind, whether an alarm that is over stays until somebody acknowledges it. What is absent: as priority says. */
export type Latching = Readonly<Partial<Record<AlarmKind, boolean>>>;

/** @throws ContractError naming a kind that is unknown or has no boolean */
export function checkedLatching(latching: Readonly<Record<string, unknown>>): Latching {
  const kinds: readonly string[] = alarmKinds;
  return Object.fromEntries(
    Object.entries(latching).map(([kind, value]) => {
      if (!kinds.includes(kind)) throw invalidField('latching', kind, `one of ${kinds.join(', ')}`);
      if (typeof value !== 'boolean') throw invalidField(`latching.${kind}`, value, 'true or false');
      return [kind, value];
    }),
  );
}

/** What an administrator has set for the patients of a ward. */
export interface AlarmProfile {
  /** Of its row: another one for each change. */
  readonly profileId: number;
  readonly limits: AlarmLimits;
  readonly latching: Latching;
}

/** What alarms of one patient go by: the patient's own limits before those of the ward, those before the defaults. */
export interface PatientLimits {
  readonly own?: AlarmLimits;
  readonly profile?: AlarmProfile;
}

/** Every limit that is in force. */
export const limitsInForce = ({ own, profile }: PatientLimits): Readonly<Record<AlarmLimitName, number>> => ({
  ...defaultAlarmLimits,
  ...profile?.limits,
  ...own,
});
