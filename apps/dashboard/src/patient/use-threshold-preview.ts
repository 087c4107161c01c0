import type { PatientId } from '@beatwatch/contracts';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { ThresholdPreviewResponse } from '../server/responses.ts';
import { fetchWithProgress } from '../shell/fetch-with-progress.ts';

type PreviewState =
  | { readonly is: 'none' }
  | { readonly is: 'running'; readonly hours: number; readonly share: number }
  | { readonly is: 'done'; readonly hours: number; readonly preview: ThresholdPreviewResponse }
  | { readonly is: 'failed'; readonly message: string };

interface Preview {
  readonly state: PreviewState;
  readonly begin: (hours: number) => void;
  readonly cancel: () => void;
}

/**
 * What a threshold would have changed, worked out by the server. Another threshold, and leaving the page, end the work.
 * @param threshold undefined for the learned one
 */
export function useThresholdPreview(patientId: PatientId, threshold: number | undefined): Preview {
  const [state, setState] = useState<PreviewState>({ is: 'none' });
  const running = useRef<AbortController>(undefined);
  const cancel = useCallback(() => {
    running.current?.abort();
    setState({ is: 'none' });
  }, []);
  useEffect(() => {
    setState({ is: 'none' });
    return () => running.current?.abort();
  }, [patientId, threshold]);

  const begin = (hours: number): void => {
    running.current?.abort();
    const controller = new AbortController();
    running.current = controller;
    const { signal } = controller;
    const show = (next: PreviewState): void => {
      if (!signal.aborted) setState(next);
    };
    show({ is: 'running', hours, share: 0 });
    const query = `?hours=${hours}${threshold === undefined ? '' : `&threshold=${threshold}`}`;
    void fetchWithProgress<ThresholdPreviewResponse>(
      `/api/patients/${encodeURIComponent(patientId)}/threshold/preview${query}`,
      {
        signal,
        onProgress: (share) => {
          show({ is: 'running', hours, share });
        },
      },
    ).then(
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
