import { decodeDeadLetter, topics } from '@beatwatch/contracts';
import type { SimulatedBroker } from '../broker/simulated-broker.ts';
import type { Ended } from './ended.ts';

function refused(broker: SimulatedBroker, of: readonly string[]): Set<string> {
  const letters = broker
    .logs(topics.deadLetter)
    .flatMap((log) => log.map(({ value }) => decodeDeadLetter(value)));
  return new Set(
    letters
      .filter(({ topic }) => of.includes(topic))
      .map(
        ({ topic, partition, offset, code, field = '' }) =>
          `${topic}/${partition}/${offset} ${code} ${field}`,
      ),
  );
}

/** Every message of a device that is not used is in the dead-letter topic, with the reason of the reference run. */
export function deadLetterProblems({ site, reference }: Ended): string[] {
  const read = [topics.packets, topics.segmentedBeats];
  const found = refused(site.broker, read);
  const expected = refused(reference.broker, read);
  return [
    ...[...expected].filter((letter) => !found.has(letter)).map((letter) => `${letter} is missing`),
    ...[...found].filter((letter) => !expected.has(letter)).map((letter) => `${letter} has no cause`),
  ];
}
