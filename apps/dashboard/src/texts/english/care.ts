import { formatCount } from '../count.ts';

/** Handover notes, tasks of people. */
export const care = {
  title: 'Handover and tasks',
  notRecord: 'For the handover: it does not replace the medical record.',
  failed: 'The notes could not be loaded.',
  none: 'No note and no open task.',
  tasks: (count: number) => formatCount(count, 'open task', 'open tasks'),
  past: 'Show those that are over',
  kind: 'Kind',
  kinds: { note: 'Note', task: 'Task' },
  text: 'Text',
  placeholder: { note: 'What whoever comes next should know', task: 'What is to be done' },
  dueUntil: 'Until',
  dueNext: 'The next such time',
  aboutAlarm: (alarm: string) => `About the alarm shown: ${alarm}`,
  itsAlarm: 'Its alarm',
  add: 'Add',
  left: (count: number) => formatCount(count, 'character left', 'characters left'),
  writtenBy: (author: string, moment: string) => `${author}, ${moment}`,
  due: (moment: string) => `until ${moment}`,
  overdue: (moment: string) => `Overdue: until ${moment}`,
  done: 'Done',
  withdraw: 'Withdraw',
  ended: {
    done: (by: string, moment: string) => `Done by ${by}, ${moment}`,
    withdrawn: (by: string, moment: string) => `Withdrawn by ${by}, ${moment}`,
  },
  earlierStay: 'Of an earlier stay',
};
