import { describe, expect, it } from 'vitest';
import { barChart } from '../figures/bar-chart.ts';
import { renderReport } from './render-report.ts';

const hostile = `</script><img src="http://example.org/x" onerror='alert(1)'>&`;
const figure = barChart({
  id: 'bars',
  caption: hostile,
  summary: hostile,
  value: { label: 'Beats' },
  bars: [{ name: hostile, value: 3 }],
});
const html = renderReport({
  title: hostile,
  lead: [hostile],
  facts: [{ name: hostile, value: hostile, code: true }],
  sections: [{ id: 'one', title: hostile, text: [hostile], content: [figure] }],
  data: { hostile, third: 1 / 3 },
});

describe('renderReport', () => {
  it('escapes all text', () => {
    expect(html).not.toContain('<img');
    expect(html.match(/<script/g)).toHaveLength(1);
    expect(html.match(/<\/script>/g)).toHaveLength(1);
  });

  it("embeds the run's numbers and those of every figure", () => {
    const json = /<script type="application\/json" id="run-data">(.*?)<\/script>/s.exec(html)![1]!;
    expect(JSON.parse(json)).toEqual({
      hostile,
      third: 0.3333333,
      figures: { bars: { from: 0, bars: [{ name: hostile, value: 3 }] } },
    });
  });
});
