import type { DiskLevel } from '@beatwatch/ingest';
import type { Notices, Severity } from '../notices.ts';
import type { DiskSpace } from './disk-level.ts';

const noticeId = 'disk-low';
const gib = 2 ** 30;

const meanings: Readonly<
  Record<Exclude<DiskLevel, 'enough'>, { readonly severity: Severity; readonly text: string }>
> = {
  low: { severity: 'warning', text: 'make room' },
  short: {
    severity: 'warning',
    text: 'waveforms are no longer stored; patients are judged and alarms are raised',
  },
  full: {
    severity: 'interrupted',
    text: 'no packets are taken over HTTP, and database and broker wait for space',
  },
};

/** Reports the space of the disk on the terminal and on every screen. */
export function reportDisk(
  notices: Notices,
  onStep: (text: string) => void,
): (level: DiskLevel, space: DiskSpace) => void {
  return (level, { freeBytes, totalBytes }) => {
    const freeGib = (freeBytes / gib).toFixed(1);
    const totalGib = (totalBytes / gib).toFixed(1);
    const free = `${freeGib} of ${totalGib} GiB are free`;
    if (level === 'enough') {
      onStep(`the disk has space again: ${free}`);
      notices.end(noticeId);
      return;
    }
    const { severity, text } = meanings[level];
    const line = `The disk of the data folder is ${level === 'full' ? 'full' : 'nearly full'}, ${free}: ${text}.`;
    onStep(line);
    notices.open(noticeId, severity, line, { level, freeGib, totalGib });
  };
}
