import { expect, it } from 'vitest';
import { portsIn, serverProperties } from './settings.ts';

it('finds the ports of the start before in the settings that it wrote', () => {
  const ports = { client: 19_092, controller: 19_093 };
  expect(portsIn(serverProperties(ports))).toEqual(ports);
  expect(portsIn('')).toBeUndefined();
});
