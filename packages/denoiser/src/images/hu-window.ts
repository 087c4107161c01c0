import type { GreyImage } from './grey-image.ts';

/** The range of Hounsfield units that a display shows from black to white. */
export interface HuWindow {
  readonly lowestHu: number;
  readonly highestHu: number;
}

/** Soft tissue, the usual window for chest slices. */
export const softTissueWindow: HuWindow = { lowestHu: -160, highestHu: 240 };
/** Lung, soft tissue and most of bone. */
export const wideWindow: HuWindow = { lowestHu: -1000, highestHu: 1000 };

/** Whether a window shows a value as grey, neither black nor white. */
export const isWithin = ({ lowestHu, highestHu }: HuWindow, hu: number): boolean =>
  hu > lowestHu && hu < highestHu;

/** A value clipped to the window. */
export const cutHu = ({ lowestHu, highestHu }: HuWindow, hu: number): number =>
  Math.min(highestHu, Math.max(lowestHu, hu));

/** A copy with every value clipped; see {@link cutHu}. */
export const cutTo = (window: HuWindow, image: GreyImage): GreyImage => ({
  ...image,
  values: image.values.map((hu) => cutHu(window, hu)),
});
