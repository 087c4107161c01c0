import { describe, expect, it } from 'vitest';
import { doseFigures, methodOrder, type MethodName, type SliceFigures } from './ct-figures.ts';
import type { ImageFigures } from './judge-image.ts';

const figures = (psnrDb: number, rest: Partial<ImageFigures> = {}): ImageFigures => ({
  soft: { psnrDb, ssim: psnrDb / 100 },
  wide: { psnrDb: psnrDb + 10, ssim: 0.9 },
  ...rest,
});

function slice(file: string, patient: string, psnrDb: number, network: ImageFigures): SliceFigures {
  const plain = Object.fromEntries(methodOrder.map((name) => [name, figures(psnrDb)])) as Record<
    MethodName,
    ImageFigures
  >;
  const methods = { ...plain, bm3d: figures(psnrDb + 2), network };
  return { file, patient, noiseSdHu: 20, methods };
}

const edge = { edgeCount: 9, widthMm: 2.2, fullDoseWidthMm: 2, ratio: 1.1 };

describe('doseFigures', () => {
  const found = doseFigures(1e5, [
    slice('a', 'one', 30, figures(34, { bodyEdge: edge })),
    slice('b', 'one', 32, figures(36)),
    slice('c', 'two', 40, figures(44)),
  ]);

  it('averages over slices, and over patients with each counted once', () => {
    expect(found.meanOverSlices.network.softPsnrDb).toBeCloseTo(38, 9);
    expect(found.meanOverPatients.network.softPsnrDb).toBeCloseTo((35 + 44) / 2, 9);
    expect(found.meanOverSlices.network.widePsnrDb).toBeCloseTo(48, 9);
  });

  it("compares with the filter of the best mean, not with each slice's best", () => {
    expect(found.bestBaseline).toBe('bm3d');
    expect(found.gainDb).toBeCloseTo(2, 9);
  });

  it('averages edges over the slices that have some', () => {
    expect(found.meanOverSlices.network.bodyEdgeRatio).toBe(1.1);
    expect(found.meanOverPatients.network.bodyEdgeRatio).toBe(1.1);
    expect(found.meanOverSlices.network.boneEdgeRatio).toBeNaN();
  });
});
