// The system's own notifications out of a browser's page: asked for when a person sets something long going, shown only where they agreed.

/** What of the browser's Notification is used; undefined where it has none. */
export type NotificationKind = Pick<typeof Notification, 'permission' | 'requestPermission'> & (new (title: string, options: { readonly body: string }) => unknown);

export type SystemNotices = {
  /** To be called from a press: browsers ask at no other time, and only once. */
  readonly ask: () => void;
  readonly show: (title: string, body: string) => void;
};

export const createBrowserNotices = (Kind: NotificationKind | undefined): SystemNotices => ({
  ask: () => { if (Kind?.permission === 'default') void Kind.requestPermission().catch(() => 'denied'); },
  show: (title, body) => {
    if (Kind?.permission !== 'granted') return;
    try {
      void new Kind(title, { body });
    } catch {
      // Some browsers (Chrome on Android) let pages ask but not show; the window itself has said it.
    }
  },
});
