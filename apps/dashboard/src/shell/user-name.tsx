'use client';

import { useState, type ReactNode } from 'react';
import { longestName, setUserName, useUserName } from './user.ts';

/** Who acknowledges, labels and sets thresholds at this screen: their word for it, there is no sign-in. */
export function UserName(): ReactNode {
  const name = useUserName();
  const [text, setText] = useState<string>();
  const take = (): void => {
    if (text !== undefined) setUserName(text);
    setText(undefined);
  };
  return (
    <label>
      <span className="quiet">as</span>{' '}
      <input
        size={12}
        maxLength={longestName}
        placeholder="staff"
        aria-label="Your name, kept in this browser"
        title="Your name, kept in this browser"
        data-testid="user-name"
        value={text ?? name}
        onChange={({ target }) => {
          setText(target.value);
        }}
        onBlur={take}
        onKeyDown={({ key }) => {
          if (key === 'Enter') take();
        }}
      />
    </label>
  );
}
