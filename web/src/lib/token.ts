// The secret of a link: taken from the address's fragment once, then kept for this tab only.

/** Moves the fragment into session storage and out of the address bar, and answers what is known now. */
export function takeToken(kind: 'client' | 'console'): string | null {
  const slot = `bonafide.${kind}.token`;
  const fragment = decodeURIComponent(location.hash.slice(1));
  if (fragment.startsWith('bf')) {
    write(slot, fragment);
    history.replaceState(history.state, '', location.pathname + location.search);
    return fragment;
  }
  return read(slot);
}

/** The applicant's link as it was before the secret left the address bar. */
export function handoffLink(token: string): string {
  return `${location.origin}/verify#${token}`;
}

export function forgetToken(kind: 'client' | 'console'): void {
  try {
    sessionStorage.removeItem(`bonafide.${kind}.token`);
  } catch {
    // Storage is switched off: there was nothing to forget.
  }
}

function read(slot: string): string | null {
  try {
    return sessionStorage.getItem(slot);
  } catch {
    return null;
  }
}

function write(slot: string, value: string): void {
  try {
    sessionStorage.setItem(slot, value);
  } catch {
    // Storage is switched off: the link still works until the page is left.
  }
}
