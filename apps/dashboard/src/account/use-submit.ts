import { useState, type SubmitEvent } from 'react';
import { sendJson } from '../shell/fetch-json.ts';

export interface Submission {
  readonly isSending: boolean;
  /** Why the server did not take it. */
  readonly failure: string | undefined;
  readonly onSubmit: (event: SubmitEvent<HTMLFormElement>) => void;
}

/**
 * Sends the fields of a form as JSON.
 * @param onDone called once the server has taken them
 * @param further fields beside them, or instead of those of the same name
 */
export function useSubmit(
  request: { readonly path: string; readonly method: 'POST' | 'PUT' },
  onDone: (response: Response, form: HTMLFormElement) => void,
  further: (form: HTMLFormElement) => object = () => ({}),
): Submission {
  const [isSending, setSending] = useState(false);
  const [failure, setFailure] = useState<string>();
  const send = async (form: HTMLFormElement): Promise<void> => {
    setSending(true);
    setFailure(undefined);
    try {
      const fields = Object.fromEntries(new FormData(form));
      onDone(await sendJson(request.path, request.method, { ...fields, ...further(form) }), form);
    } catch (error) {
      setFailure((error as Error).message);
    } finally {
      setSending(false);
    }
  };
  return {
    isSending,
    failure,
    onSubmit: (event) => {
      event.preventDefault();
      void send(event.currentTarget);
    },
  };
}
