/** Factor that rises smoothly from 0 to 1 and at the end falls back to 0. */
export function envelope(sinceSeconds: number, forSeconds: number, fadeSeconds: number): number {
  const fade = Math.min(fadeSeconds, forSeconds / 2);
  const edge = Math.min(sinceSeconds, forSeconds - sinceSeconds) / fade;
  return edge >= 1 ? 1 : edge <= 0 ? 0 : edge * edge * (3 - 2 * edge);
}
