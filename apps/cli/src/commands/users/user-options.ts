import { shown, refusalMessage } from '@beatwatch/contracts';
import { parseUserName, roles } from '@beatwatch/service-kit/session';
import { InvalidArgumentError, Option } from 'commander';
import { listArgument } from '../../terminal/arguments.ts';

export const roleOption = (description: string): Option =>
  new Option('--role <role>', description).choices(roles);

/** `all`, or names separated by commas. */
export const wardsArgument = (text: string): readonly string[] | 'all' =>
  text === 'all' ? 'all' : listArgument(text);

export function nameArgument(text: string): string {
  const name = parseUserName(text);
  if (name !== undefined) return name;
  const expected = "1 to 60 letters, digits, spaces and .,'()/-";
  throw new InvalidArgumentError(`${refusalMessage({ found: shown(text), expected })}.`);
}

export function emailArgument(text: string): string {
  if (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text) && text.length <= 254) return text.toLowerCase();
  throw new InvalidArgumentError(`${refusalMessage({ found: shown(text), expected: 'an e-mail address' })}.`);
}
