'use client';

import { useState, type ReactNode } from 'react';
import { useTexts } from '../texts/language-provider.tsx';
import { maxNameLength, useUserName } from './user.ts';

/** In a demo, the name recorded with the user's actions; nobody checks it. */
export function UserName(): ReactNode {
  const t = useTexts();
  const { name, isFree, save: saveName, failure } = useUserName();
  const [text, setText] = useState<string>();
  const save = (): void => {
    if (text !== undefined && text !== name) saveName(text);
    setText(undefined);
  };
  if (!isFree) return undefined;
  return (
    <label>
      <span className="quiet">{t.shell.userName.label}</span>{' '}
      <input
        size={12}
        maxLength={maxNameLength}
        placeholder={t.alarms.staff}
        title={t.shell.userName.title}
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
