import { PNG } from 'pngjs';
import { describe, expect, it } from 'vitest';
import { barChart } from './bar-chart.ts';
import { heatmap } from './heatmap.ts';
import { histogram } from './histogram.ts';
import { imageGrid } from './image-grid.ts';
import { lineChart } from './line-chart.ts';
import { scatter } from './scatter.ts';
import { ecgStrips } from './strip.ts';

const texts = { id: 'one', caption: 'What to see', summary: 'A <figure> in "words"' };

const decoded = (svg: string): PNG[] =>
  [...svg.matchAll(/href="data:image\/png;base64,([^"]+)"/g)].map(([, data]) =>
    PNG.sync.read(Buffer.from(data!, 'base64')),
  );

describe('figures', () => {
  it('have their summary as an escaped accessible name', () => {
    const { svg } = barChart({ ...texts, value: { label: 'Beats' }, bars: [{ name: 'a', value: 1 }] });
    expect(svg).toContain('role="img" aria-label="A &lt;figure&gt; in &quot;words&quot;"');
  });

  it('use the colours of the page and no styles of their own', () => {
    const series = [{ name: 'a', values: [1, 2] }];
    const { svg } = lineChart({ ...texts, x: { label: 'x' }, y: { label: 'y' }, series });
    expect(svg).toContain('stroke="var(--blue)"');
    expect(svg).not.toContain('<style');
    expect(svg).not.toMatch(/#[0-9a-f]{3,6}|rgb\(/);
  });

  it('leave a gap for missing values of a line', () => {
    const series = [{ name: 'a', values: [1, 2, Number.NaN, 4, 5] }];
    const { svg } = lineChart({ ...texts, x: { label: 'x' }, y: { label: 'y' }, series });
    expect(/class="series"[^>]*><path[^>]* d="([^"]+)"/.exec(svg)![1]!.match(/M/g)).toHaveLength(2);
  });

  it('count values outside the axis in the outermost bins', () => {
    const { data } = histogram({
      ...texts,
      x: { label: 'x', domain: [0, 10] },
      bins: 5,
      distributions: [{ name: 'a', values: [-3, 1, 5, 10, 99] }],
    });
    expect(data).toMatchObject({ distributions: [{ counts: [2, 0, 1, 0, 2], size: 5 }] });
  });

  it('paint equal values of a heatmap alike and missing ones grey', () => {
    const value = { label: 'r', domain: [-1, 1] as const };
    const axis = { label: 'step' };
    const values = [
      [1, -1],
      [1, Number.NaN],
    ];
    const { svg } = heatmap({ ...texts, columns: axis, rows: axis, value, values, colours: 'diverging' });
    const pixel = (index: number) => [...decoded(svg)[0]!.data.subarray(index * 4, index * 4 + 3)];
    expect(pixel(0)).toEqual(pixel(2));
    expect(pixel(0)).not.toEqual(pixel(1));
    expect(pixel(3)).toEqual([128, 128, 128]);
  });

  it('show images from black to white over their range', () => {
    const images = [[0, 0.5, 1, 2]];
    const { svg } = imageGrid({
      ...texts,
      imageWidth: 2,
      imageHeight: 2,
      range: [0, 1],
      rows: [{ title: 'cleaned', images }],
    });
    const [image] = decoded(svg);
    expect([0, 4, 8, 12].map((at) => image!.data[at])).toEqual([0, 128, 255, 255]);
  });

  it('draw every point, in a plane and in space', () => {
    const plane = scatter({
      ...texts,
      axes: ['a', 'b'],
      groups: [
        {
          name: 'g',
          points: [
            [1, 2],
            [3, 4],
          ],
        },
      ],
    });
    const space = scatter({
      ...texts,
      axes: ['a', 'b', 'c'],
      groups: [
        {
          name: 'g',
          points: [
            [1, 2, 3],
            [3, 4, 5],
            [0, 1, 0],
          ],
        },
      ],
    });
    expect(plane.svg.match(/<circle/g)).toHaveLength(2);
    expect(space.svg.match(/<circle/g)).toHaveLength(3);
  });

  it('draw a strip at 25 mm/s and 10 mm/mV, with the markers and spans inside it only', () => {
    const { svg } = ecgStrips({
      ...texts,
      strips: [
        {
          title: 'Record <1>',
          fromSeconds: 10,
          samplingRateHz: 2,
          microvolts: [0, 1000, Number.NaN, 0],
          markers: [
            { seconds: 10.5, label: 'V' },
            { seconds: 11, label: 'alarm', kind: 'event' },
            { seconds: 12.5, label: 'later' },
          ],
          spans: [{ fromSeconds: 11, toSeconds: 99, label: 'VF' }],
        },
      ],
    });
    const [, x0, y0, x1, y1] = /class="series"[^>]* d="M(\S+) (\S+?)L(\S+) (\S+?)M/.exec(svg)!.map(Number);
    expect(x1! - x0!).toBeCloseTo(0.5 * 100, 6);
    expect(y0! - y1!).toBeCloseTo(40, 6);
    expect(svg).toContain('>Record &lt;1&gt;<');
    for (const label of ['>V<', '>alarm<', '>VF<']) expect(svg).toContain(label);
    expect(svg).not.toContain('later');
  });
});
