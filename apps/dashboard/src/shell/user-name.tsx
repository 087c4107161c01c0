'use client';

import { useState, type ReactNode } from 'react';
import { maxNameLength, useUserName } from './user.ts';

/** In a demo, the name recorded with the user's actions; nobody checks it. */
export function UserName(): ReactNode {
  const { name, isFree, save: saveName, failure } = useUserName();
  const [text, setText] = useState<string>();
  const save = (): void => {
    if (text !== undefined && text !== name) saveName(text);
    setText(undefined);
  };
  if (!isFree) return undefined;
  return (
    <label>
      <span className="quiet">Your name</span>{' '}
      <input
        size={12}
        maxLength={maxNameLength}
        placeholder="staff"
        title="Recorded with what you acknowledge, label and set. Nobody checks it: this is a demo."
        data-testid="user-name"
        value={text ?? name}
        onChange={({ target }) => {
          setText(target.value);
        }}
        onBlur={save}
        onKeyDown={({ key }) => {
          if (key === 'Enter') save();
        }}
      />
      {failure !== undefined && <span role="alert"> {failure}</span>}
    </label>
  );
}
