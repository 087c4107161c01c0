import { stripColours } from './strip-colours.ts';
import type { StripSettings } from './strip-settings.ts';
import { SweepStrip, type StripOptions } from './sweep-strip.ts';

const reportMs = 1000;

/** Draws all visible strips of a page in one animation frame. */
export class StripEngine {
  readonly #strips = new Map<HTMLCanvasElement, SweepStrip>();
  readonly #resized = new ResizeObserver((entries) => {
    for (const { target } of entries) this.#layOut(this.#strips.get(target as HTMLCanvasElement));
  });
  readonly #scrolled = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      const strip = this.#strips.get(target as HTMLCanvasElement);
      if (strip) strip.visible = isIntersecting;
    }
  });
  #settings: StripSettings = {};
  #frame: number | undefined;
  #reportedMs = 0;

  /** @returns removes the strip */
  add(options: StripOptions): () => void {
    const strip = new SweepStrip(options);
    const { canvas } = options;
    this.#strips.set(canvas, strip);
    this.#resized.observe(canvas);
    this.#scrolled.observe(canvas);
    this.#frame ??= requestAnimationFrame(this.#draw);
    return () => {
      this.#resized.unobserve(canvas);
      this.#scrolled.unobserve(canvas);
      this.#strips.delete(canvas);
    };
  }

  /** Redraws all strips with other settings, or after a change of theme. */
  layOut(settings: StripSettings): void {
    this.#settings = settings;
    for (const strip of this.#strips.values()) this.#layOut(strip);
  }

  #layOut(strip: SweepStrip | undefined): void {
    strip?.layOut(stripColours(strip.canvas), window.devicePixelRatio, this.#settings);
  }

  readonly #draw = (nowMs: number): void => {
    for (const strip of this.#strips.values()) strip.frame(nowMs);
    if (nowMs - this.#reportedMs > reportMs) {
      this.#reportedMs = nowMs;
      this.#report();
    }
    this.#frame = this.#strips.size > 0 ? requestAnimationFrame(this.#draw) : undefined;
  };

  /** Exposes the position of each strip, for tests and support. */
  #report(): void {
    for (const { canvas, positionUs } of this.#strips.values()) {
      if (positionUs !== undefined) canvas.dataset['lastSampleUs'] = String(Math.floor(positionUs));
    }
  }
}
