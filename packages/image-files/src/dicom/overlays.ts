import type { DataSet } from './data-set.ts';

/** Whether an overlay lies in unused bits of the pixels: its Overlay Bits Allocated is more than 1 (PS3.5 8.1.2). */
export function hasOverlayBits(dataSet: DataSet): boolean {
  return dataSet.elements.some(({ tag }) => {
    const group = tag >>> 16;
    const isOverlay = (group & 0xff01) === 0x6000 && (tag & 0xffff) === 0x0100;
    if (!isOverlay) return false;
    return (dataSet.unsigned({ tag, keyword: 'OverlayBitsAllocated', vr: 'US' }) ?? 1) > 1;
  });
}
