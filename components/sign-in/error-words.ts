const WORDS: Record<string, string> = {
  NotInvited: "Your organisation knows you, but this console does not. Ask its owner to add you with the e-mail address that your organisation has verified.",
  AccessDenied: "Signing in was refused. Try again, or use another way.",
  OAuthSignin: "Your organisation's sign-in could not be reached. Try again in a moment.",
  OAuthCallback: "The answer of your organisation's sign-in could not be accepted. Start again from this page, in this browser.",
  Callback: "Signing in was broken off. Start again from this page.",
  Unavailable: "The console cannot reach its database, so nobody can be signed in. Try again in a moment.",
  SessionEnded: "Your session has ended. Sign in again to go on.",
};

/** What the code in the address bar means; an unknown code gets the plain truth. */
export function signInErrorWords(code: string | undefined): string | undefined {
  if (code === undefined) return undefined;
  return Object.hasOwn(WORDS, code) ? WORDS[code] : "Signing in did not work. Start again from this page.";
}
