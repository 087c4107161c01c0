import type { Guarded } from '../../apps/dashboard/src/server/guarded.ts';

export const origin = 'http://localhost:3000';

/** A browser that keeps cookies and calls routes in this process. */
export class Browser {
  readonly #cookies = new Map<string, string>();

  async ask(
    method: Guarded,
    path: string,
    {
      body,
      verb,
      params = {},
      headers = {},
    }: {
      readonly body?: object;
      readonly verb?: string;
      readonly params?: Readonly<Record<string, string>>;
      readonly headers?: Readonly<Record<string, string>>;
    } = {},
  ): Promise<Response> {
    const request = new Request(origin + path, {
      method: verb ?? (body === undefined ? 'GET' : 'POST'),
      headers: { ...this.headers, ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const response = await method(request, { params: Promise.resolve(params) });
    this.keep(response);
    return response;
  }

  get headers(): Readonly<Record<string, string>> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    return {
      host: 'localhost:3000',
      origin,
      'x-forwarded-for': '127.0.0.1',
      ...(cookie !== '' && { cookie }),
    };
  }

  keep(response: Response): void {
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const at = pair.indexOf('=');
      const [name, value] = [pair.slice(0, at), pair.slice(at + 1)];
      if (value === '' || /max-age=0/i.test(line)) this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
  }
}
