import { shown } from '@beatwatch/contracts';
import type { Repositories, StoredSelection } from '@beatwatch/timescale';
import { RetrainingError } from '../errors.ts';
import { selectionFingerprint } from './fingerprint.ts';

/**
 * Reads a stored selection again, to the byte.
 * @param name its fingerprint or the beginning of it, with or without `sha256:`, 6 characters or more
 * @throws RetrainingError (`unknown-selection`) where no selection, or more than one, is called so;
 * (`broken-selection`) where its beats are not those that it was stored with
 */
export async function readSelection(
  { selections }: Pick<Repositories, 'selections'>,
  name: string,
): Promise<StoredSelection> {
  const beginning = name.startsWith('sha256:') ? name : `sha256:${name}`;
  const known = (await selections.list(1000)).filter(({ fingerprint }) => fingerprint.startsWith(beginning));
  const [only] = known;
  const refuse = (found: string) =>
    new RetrainingError(
      { field: `selection ${shown(name)}`, found, expected: 'the fingerprint of a stored one' },
      { code: 'unknown-selection' },
    );
  if (only === undefined || beginning.length < 13) throw refuse('nothing of this name');
  if (known.length > 1) throw refuse(`${known.length} of this name`);
  const selection = await selections.find(only.fingerprint);
  if (selection === undefined) throw refuse('nothing of this name');
  const fingerprint = selectionFingerprint(selection.beats);
  if (fingerprint !== selection.fingerprint) {
    throw new RetrainingError(
      {
        field: `beats of ${selection.fingerprint}`,
        found: fingerprint,
        expected: 'beats of that fingerprint',
      },
      { code: 'broken-selection' },
    );
  }
  return selection;
}
