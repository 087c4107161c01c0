import { expect, it } from 'vitest';
import { portsIn, serverProperties } from './settings.ts';

it('reads the ports of the previous start from its settings', () => {
  const ports = { client: 19_092, controller: 19_093 };
  expect(portsIn(serverProperties(ports))).toEqual(ports);
  expect(portsIn('')).toBeUndefined();
});
