/** Second argument of a route handler under `patients/[patientId]`. */
export interface PatientRoute<Names extends string = 'patientId'> {
  readonly params: Promise<Readonly<Record<Names, string>>>;
}

/** Path and query parameters together: names do not clash, and each is checked alike. */
export async function parametersOf(
  request: Request,
  { params }: PatientRoute<string>,
): Promise<Readonly<Record<string, string>>> {
  const path = Object.entries(await params).map(
    ([name, value]) => [name, decodeURIComponent(value)] as const,
  );
  return { ...Object.fromEntries(new URL(request.url).searchParams), ...Object.fromEntries(path) };
}
