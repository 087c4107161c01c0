import { invalidField } from '../fields.ts';
import { ContractError } from '../errors.ts';
import type { PatientId } from '../ids.ts';
import { patientIds } from './wire/plain-texts.ts';

/**
 * Kafka puts messages of one key into one partition, in order. Without the patient's id as key a patient's messages spread over
 * the partitions, and nobody can put them together again.
 * @throws ContractError (`invalid-field`) about the key
 */
export function requirePatientKey(key: Uint8Array, patientId: PatientId): void {
  const expected = `the patient's id ${patientId}, so that all of a patient's messages stay in order`;
  if (key.byteLength === 0) throw new ContractError({ field: 'key', expected }, { code: 'invalid-field' });
  if (patientIds.read(key, 0, key.length) === patientId) return;
  const text = new TextDecoder().decode(key);
  if (text !== patientId) throw invalidField('key', text, expected);
}
