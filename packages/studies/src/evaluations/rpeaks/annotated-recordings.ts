import { join } from 'node:path';
import { readWfdbRecord } from '@beatwatch/recordings';
import {
  readEcgLeads,
  recordNames,
  requireAnnotations,
  type EcgRecording,
  type LeadChoice,
} from '../../live-path/ecg-recording.ts';
import { lead1Subjects, readLead1 } from '../../live-path/lead1-recordings.ts';

/** One lead with its annotated beats, and what it is counted with beside its record. */
interface AnnotatedRecording {
  readonly recording: EcgRecording;
  /** A lead, or what a person did. Absent: counted with its record only. */
  readonly group?: string;
}

/** A record that is not read yet. */
export interface AnnotatedRecord {
  readonly name: string;
  readonly read: () => Promise<readonly AnnotatedRecording[]>;
}

/**
 * The annotated records of a folder: people of lead1, or WFDB records with the beats in `.atr`, or in a file for each lead
 * as ludb has them.
 * @param only names to keep. Default: all
 * @throws StudyError if there are none
 */
export async function annotatedRecords(
  folder: string,
  leads: LeadChoice,
  only?: readonly string[],
): Promise<readonly AnnotatedRecord[]> {
  const subjects = await lead1Subjects(folder);
  if (subjects.length > 0) {
    return subjects
      .filter((subject) => only === undefined || only.includes(subject))
      .map((subject) => ({ name: subject, read: () => readPerson(folder, subject) }));
  }
  const names = await recordNames(folder, only);
  return names.map((name) => ({ name, read: () => readRecord(folder, name, leads) }));
}

async function readPerson(folder: string, subject: string): Promise<readonly AnnotatedRecording[]> {
  const rows = await readLead1(folder, subject);
  return rows.map((recording) => ({ recording, group: recording.activity }));
}

async function readRecord(
  folder: string,
  name: string,
  choice: LeadChoice,
): Promise<readonly AnnotatedRecording[]> {
  const leads = await readEcgLeads(folder, name, choice);
  return Promise.all(
    leads.map(async (lead) => {
      const recording = lead.annotations.length > 0 ? lead : await withOwnAnnotations(folder, lead);
      requireAnnotations(recording);
      return { recording, ...(choice === 'all' && { group: lead.lead }) };
    }),
  );
}

async function withOwnAnnotations(folder: string, lead: EcgRecording): Promise<EcgRecording> {
  const { annotations } = await readWfdbRecord(join(folder, lead.name), lead.lead.toLowerCase());
  return { ...lead, annotations };
}
