/** Second argument of a route handler, as Next.js gives it. */
export interface Route {
  /** Undefined where the path has none. */
  readonly params: Promise<Readonly<Record<string, string | string[]>> | undefined>;
}

/** Path and query parameters together: names do not clash, and each is checked alike. */
export async function parametersOf(
  request: Request,
  route: Route | undefined,
): Promise<Readonly<Record<string, string>>> {
  const path = Object.entries((await route?.params) ?? {}).map(
    ([name, value]) => [name, [value].flat().map(decodeURIComponent).join('/')] as const,
  );
  return { ...Object.fromEntries(new URL(request.url).searchParams), ...Object.fromEntries(path) };
}
