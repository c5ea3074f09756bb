// Builds what a measurement runs as the product itself is built: run from source, every thread would carry a compiler with it.
import { join } from 'node:path';
import { build } from 'vite';

/** Returns the folder with `entry`.js and the intake worker beside it; inside the project, where the packages are found, and for this entry alone, since another may run. */
export const buildBench = async (entry: string): Promise<string> => {
  const root = join(import.meta.dirname, '../..');
  const outDir = join(root, 'build/out/bench', entry);
  await build({
    root, configFile: false, logLevel: 'error',
    build: {
      outDir, emptyOutDir: true, target: 'node24', minify: false, ssr: true,
      rolldownOptions: { input: { [entry]: join(root, `test/bench/${entry}.ts`), 'intake-worker': join(root, 'src-main/core/intake-worker.ts') }, output: { entryFileNames: '[name].js' } },
    },
    // As in the product: only what is native stays outside.
    ssr: { noExternal: true, external: ['better-sqlite3', 'keytar'] },
  });
  return outDir;
};
