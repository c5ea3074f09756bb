// app://dnc-desk/: the built page's files under the same guards as in the browser host; nothing else can be read through it.
import { protocol } from 'electron';
import { pageGuards, type PageFiles } from '../page-files.ts';

/** Before the app is ready: makes app:// a secure origin of its own with fetch and storage, and no privileges of file://. */
export const registerScheme = (): void => {
  protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } }]);
};

export const servePage = (page: PageFiles): void => {
  protocol.handle('app', (request) => {
    const url = URL.parse(request.url);
    const file = request.method === 'GET' && url?.host === 'dnc-desk' ? page.find(url.pathname) : null;
    if (file === null) return new Response('There is nothing here.\n', { status: 404, headers: { ...pageGuards, 'content-type': 'text/plain' } });
    return new Response(new Uint8Array(file.bytes), { headers: { ...pageGuards, ...file.headers } });
  });
};
