'use client';

import type { ReactNode } from 'react';
import { useSound } from './sound.ts';

export function SoundButton(): ReactNode {
  const { enabled, setSound } = useSound();
  return (
    <button
      aria-pressed={enabled}
      data-testid="sound"
      onClick={() => {
        setSound(!enabled);
      }}
    >
      {enabled ? 'Sound on' : 'Sound off'}
    </button>
  );
}
