import { indexText, invalidField } from './fields.ts';

declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

export type PatientId = Branded<'PatientId'>;
export type DeviceId = Branded<'DeviceId'>;
export type ModelVersion = Branded<'ModelVersion'>;
export type AlarmId = Branded<'AlarmId'>;

const idPattern = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/;

function checkedId(field: string, value: string): string {
  if (idPattern.test(value)) return indexText(field, value);
  throw invalidField(
    field,
    value,
    "1 to 64 of letters, digits, '.', '_', ':' and '-', a letter or digit first",
  );
}

/** @throws ContractError where the text is no id: 1 to 64 of letters, digits, `. _ : -`. */
export const patientId = (value: string): PatientId => checkedId('patientId', value) as PatientId;
/** @throws ContractError where the text is no id: 1 to 64 of letters, digits, `. _ : -`. */
export const deviceId = (value: string): DeviceId => checkedId('deviceId', value) as DeviceId;
/** @throws ContractError where the text is no id: 1 to 64 of letters, digits, `. _ : -`. */
export const modelVersion = (value: string): ModelVersion => checkedId('modelVersion', value) as ModelVersion;

/**
 * One alarm of one patient: the same evidence always gives the same id, so that a repeat is recognised.
 * @param axis number of the patient's time axis, on which the same times may come again. Default 0
 */
export function alarmId(patient: PatientId, kind: string, raisedTimeUs: number, axis = 0): AlarmId {
  return `${patient}/${kind}/${raisedTimeUs}${axis === 0 ? '' : `/${axis}`}` as AlarmId;
}
