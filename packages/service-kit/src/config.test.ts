import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { brokersVariable, commonVariables, ConfigError, integerVariable, parseConfig } from './config.ts';

const schema = z.object({
  ...commonVariables,
  PORT: integerVariable(1, 65_535).default(3000),
  KAFKA_BROKERS: brokersVariable.optional(),
  SECRET: z.string().min(8),
});

describe('parseConfig', () => {
  it('reads values and fills in defaults; an empty variable counts as absent', () => {
    expect(parseConfig(schema, { SECRET: 'long enough', PORT: '', KAFKA_BROKERS: 'a:1,b:2' })).toEqual({
      LOG_LEVEL: 'info',
      HEALTH_HOST: '127.0.0.1',
      ALLOWED_HOSTS: [],
      MAX_CONNECTIONS: 1000,
      MAX_CONNECTIONS_PER_ADDRESS: 200,
      PORT: 3000,
      KAFKA_BROKERS: ['a:1', 'b:2'],
      SECRET: 'long enough',
    });
  });

  it('names every wrong variable with its rule and never its value', () => {
    const faulty = { SECRET: 'hunter2', PORT: '12x', LOG_LEVEL: 'loud', KAFKA_BROKERS: 'nohost' };
    expect(() => parseConfig(schema, faulty)).toThrow(ConfigError);
    try {
      parseConfig(schema, faulty);
    } catch (error) {
      const { message } = error as ConfigError;
      expect(message).toContain('PORT: expected a whole number from 1 to 65535');
      expect(message).toContain('LOG_LEVEL: expected one of debug, info, warn, error, silent');
      expect(message).toContain('KAFKA_BROKERS: expected host:port');
      expect(message).toContain('SECRET: ');
      expect(message).not.toMatch(/hunter2|12x|loud|nohost/);
    }
  });

  it('says that a variable without default is missing', () => {
    expect(() => parseConfig(schema, {})).toThrow('SECRET: missing');
  });
});
