import { decodeDeadLetter, decodePacket, topics } from '@beatwatch/contracts';
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

/** Places of packets that cannot be decoded, whatever ingest makes of them. */
const undecodable = (broker: SimulatedBroker): string[] =>
  broker.logs(topics.packets).flatMap((log, partition) =>
    log.flatMap(({ value, offset }) => {
      try {
        decodePacket(value);
        return [];
      } catch {
        return [`${topics.packets}/${partition}/${offset}`];
      }
    }),
  );

/** Every message of a device that is not used is in the dead-letter topic, with the reason of the reference run. */
export function deadLetterProblems({ site, reference }: Ended): string[] {
  const read = [topics.packets, topics.segmentedBeats];
  const found = refused(site.broker, read);
  const expected = refused(reference.broker, read);
  const places = new Set([...found].map((letter) => letter.split(' ')[0]));
  const lost = undecodable(site.broker).filter((place) => !places.has(place));
  return [
    ...lost.map((place) => `${place} cannot be decoded, and no dead letter says so`),
    ...[...expected].filter((letter) => !found.has(letter)).map((letter) => `${letter} is missing`),
    ...[...found].filter((letter) => !expected.has(letter)).map((letter) => `${letter} has no cause`),
  ];
}
