import { create, toBinary } from '@bufbuild/protobuf';
import { epochUs, invalidField, oneOf } from '../fields.ts';
import { SystemNoticeSchema } from '../generated/beatwatch/v1/stream_pb.ts';
import { patientId } from '../ids.ts';
import {
  systemNoticeSeverities,
  systemNoticeSources,
  systemNoticeStates,
  type SystemNotice,
} from '../system-notice.ts';
import { read } from './read.ts';

const line = /^[^\p{Cc}]{1,300}$/u;

export function encodeSystemNotice(notice: SystemNotice): Uint8Array {
  const { sinceUs, timeUs, patientId: patient = '', values = {}, ...rest } = notice;
  return toBinary(
    SystemNoticeSchema,
    create(SystemNoticeSchema, {
      ...rest,
      sinceUs: BigInt(sinceUs),
      timeUs: BigInt(timeUs),
      patientId: patient,
      values,
    }),
  );
}

/** @throws ContractError naming the field, what was found and what was expected. */
export function decodeSystemNotice(bytes: Uint8Array): SystemNotice {
  const {
    noticeId,
    severity,
    state,
    sinceUs,
    timeUs,
    source,
    text,
    patientId: patient,
    values,
  } = read(SystemNoticeSchema, bytes);
  if (!/^[A-Za-z0-9][A-Za-z0-9._:/-]{0,199}$/.test(noticeId)) {
    throw invalidField('noticeId', noticeId, "1 to 200 of letters, digits and '. _ : / -'");
  }
  if (!line.test(text)) {
    throw invalidField('text', text, 'one line of 1 to 300 characters');
  }
  return {
    noticeId,
    severity: oneOf('severity', severity, systemNoticeSeverities),
    state: oneOf('state', state, systemNoticeStates),
    sinceUs: epochUs('sinceUs', sinceUs),
    timeUs: epochUs('timeUs', timeUs),
    source: oneOf('source', source, systemNoticeSources),
    text,
    ...(patient === '' ? {} : { patientId: patientId(patient) }),
    ...(Object.keys(values).length === 0 ? {} : { values: noticeValues(values) }),
  };
}

function noticeValues(values: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const entries = Object.entries(values);
  if (entries.length > 10) throw invalidField('values', `${entries.length} of them`, 'at most 10');
  for (const [name, value] of entries) {
    if (!/^[A-Za-z]{1,32}$/.test(name)) throw invalidField('values', name, 'names of 1 to 32 letters');
    if (!line.test(value)) throw invalidField(`values.${name}`, value, 'one line of 1 to 300 characters');
  }
  return values;
}
