import type { ReactNode } from 'react';
import { useTexts } from '../texts/language-provider.tsx';
import { useSession } from './use-session.ts';

/** What administrators alone may see and do; others are told so. Nothing before the server has said who is signed in. */
export function ForAdministrators(props: {
  readonly isAllowed: boolean;
  readonly children: ReactNode;
}): ReactNode {
  const { forAdministrators } = useTexts().shell;
  const isKnown = useSession() !== undefined;
  if (props.isAllowed) return props.children;
  return isKnown && <p data-testid="for-administrators">{forAdministrators}</p>;
}
