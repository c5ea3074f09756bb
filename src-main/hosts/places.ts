// Where the program's own parts lie: beside one another in build/out when built, in the source tree when run unbuilt.
import { fileURLToPath, pathToFileURL } from 'node:url';

export type Places = {
  readonly root: string;
  readonly renderer: string;
  readonly preload: string;
  readonly intakeWorker: URL;
  /** report.html and verify.html, which exports take with them; there once the pages were built. */
  readonly pages: string;
};

/** `moduleUrl` is the asking module's import.meta.url; a built one lies somewhere under build/out/main, chunks included. */
export const findPlaces = (moduleUrl: string): Places => {
  const path = fileURLToPath(moduleUrl).replaceAll('\\', '/');
  const builtAt = path.lastIndexOf('/build/out/main/');
  const root = builtAt >= 0 ? path.slice(0, builtAt) : path.slice(0, path.lastIndexOf('/src-main/'));
  return {
    root,
    renderer: `${root}/build/out/renderer`,
    preload: `${root}/build/out/preload/preload.cjs`,
    pages: `${root}/build/out/pages`,
    intakeWorker: pathToFileURL(builtAt >= 0 ? `${root}/build/out/main/intake-worker.js` : `${root}/src-main/core/intake-worker.ts`),
  };
};
