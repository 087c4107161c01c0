export type { Colour } from './drawing/colours.ts';
export type { Axis, Figure, FigureKind, FigureText, ReferenceLine } from './figure.ts';
export { bandChart, type BandChartOptions } from './figures/band-chart.ts';
export { barChart, type BarChartOptions } from './figures/bar-chart.ts';
export { beatComparison, type BeatComparisonOptions } from './figures/beat-comparison.ts';
export { heatmap, type HeatmapOptions } from './figures/heatmap.ts';
export { histogram, type HistogramOptions } from './figures/histogram.ts';
export { imageGrid, type ImageGridOptions } from './figures/image-grid.ts';
export { lineChart, type LineChartOptions, type LineSeries } from './figures/line-chart.ts';
export { scatter, type ScatterOptions } from './figures/scatter.ts';
export {
  ecgStrips,
  type Strip,
  type StripMarker,
  type StripSpan,
  type StripsOptions,
} from './figures/strip.ts';
export { renderReport, type Report, type ReportFact, type ReportSection } from './page/render-report.ts';
export { table, type ReportTable } from './page/table.ts';
