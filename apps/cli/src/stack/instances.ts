import type { JudgingPart } from '@beatwatch/contracts';

/** How many processes of each part share the partitions of its topics. */
export type Instances = Readonly<Record<JudgingPart, number>>;

/** A topic has six partitions by default: a seventh process would have nothing to do. */
export const mostInstances = 6;

/** The first has the app's own name, others a number after it: `scorer`, `scorer-2`. */
export const instanceName = (app: string, index: number): string =>
  index === 0 ? app : `${app}-${index + 1}`;

/** The app of an instance. */
export const appOf = (name: string): string => name.replace(/-\d+$/, '');
