/** The figures of each data set to four decimal places, as a model file keeps them. */
export const roundedFigures = (
  figures: Readonly<Record<string, object>>,
): Record<string, Record<string, number>> =>
  Object.fromEntries(
    Object.entries(figures).map(([name, values]) => [
      name,
      Object.fromEntries(
        Object.entries(values).map(([key, value]: [string, number]) => [key, Number(value.toFixed(4))]),
      ),
    ]),
  );
