import { describe, expect, it } from 'vitest';
import { javaVersionIn, majorVersion, mavenVersionIn } from './support.ts';

describe('what Java and Maven say of their version', () => {
  it.each([
    ['openjdk version "17.0.15" 2025-04-15\nOpenJDK Runtime Environment', 17],
    ['java version "1.8.0_392"', 8],
    ['openjdk version "21-ea" 2023-09-19', 21],
    ['Picked up _JAVA_OPTIONS: -Xmx1g\nopenjdk version "25" 2025-09-16', 25],
  ])('%j is Java %i', (output, major) => {
    expect(majorVersion(javaVersionIn(output) ?? '')).toBe(major);
  });

  it('finds the version of Maven between its colours', () => {
    expect(mavenVersionIn('\u001b[1mApache Maven 3.8.7\u001b[m\nMaven home: /usr/share/maven')).toBe('3.8.7');
    expect(mavenVersionIn('command not found')).toBeUndefined();
  });
});
