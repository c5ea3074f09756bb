// What a person should know now reaches them wherever they look, by the system's own notification.
import { Notification } from 'electron';
import type { Core } from '../../core/core.ts';

/** Returns the function that ends it. Where the system has no notifications the window alone says it. */
export const notifyAttention = (core: Core): (() => void) =>
  core.listen((event) => {
    if (event.type === 'attention' && Notification.isSupported()) new Notification({ title: event.title, body: event.advice }).show();
  });
