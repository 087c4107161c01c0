import { useCallback, useEffect, useRef, useState } from 'react';
import type { AlarmPreviewResponse } from '../server/responses.ts';
import { fetchWithProgress } from '../shell/fetch-with-progress.ts';

type PreviewState =
  | { readonly is: 'none' }
  | { readonly is: 'running'; readonly hours: number; readonly share: number }
  | { readonly is: 'done'; readonly hours: number; readonly preview: AlarmPreviewResponse }
  | { readonly is: 'failed'; readonly message: string };

interface Preview {
  readonly state: PreviewState;
  readonly begin: (hours: number) => void;
  readonly cancel: () => void;
}

/**
 * What another threshold or other limits would have changed, worked out by the server. Another path, and leaving the page, end
 * the work.
 * @param path with the query, but for the hours
 */
export function useAlarmPreview(path: string): Preview {
  const [state, setState] = useState<PreviewState>({ is: 'none' });
  const running = useRef<AbortController>(undefined);
  const cancel = useCallback(() => {
    running.current?.abort();
    setState({ is: 'none' });
  }, []);
  useEffect(() => {
    setState({ is: 'none' });
    return () => running.current?.abort();
  }, [path]);

  const begin = (hours: number): void => {
    running.current?.abort();
    const controller = new AbortController();
    running.current = controller;
    const { signal } = controller;
    const show = (next: PreviewState): void => {
      if (!signal.aborted) setState(next);
    };
    show({ is: 'running', hours, share: 0 });
    void fetchWithProgress<AlarmPreviewResponse>(`${path}${path.includes('?') ? '&' : '?'}hours=${hours}`, {
      signal,
      onProgress: (share) => {
        show({ is: 'running', hours, share });
      },
    }).then(
      (preview) => {
        show({ is: 'done', hours, preview });
      },
      (error: unknown) => {
        show({ is: 'failed', message: error instanceof Error ? error.message : String(error) });
      },
    );
  };
  return { state, begin, cancel };
}
