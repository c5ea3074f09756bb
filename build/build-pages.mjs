// Makes each page that leaves the house one file: script and style inside, their hashes in its policy, so that nothing else can run or load.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';

const root = join(import.meta.dirname, '..');
const out = join(root, 'build/out/pages');

const sha256 = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** The page's script as one classic script: a module would not load from file://. */
const bundle = async (page) => {
  const result = await build({
    configFile: false,
    root: join(root, 'src-pages'),
    logLevel: 'warn',
    build: {
      write: false, minify: true, target: 'es2022', modulePreload: false,
      lib: { entry: join(root, `src-pages/${page}/main.ts`), formats: ['iife'], name: 'page' },
    },
  });
  const [{ output }] = [result].flat();
  if (output.length !== 1) throw new Error(`${page}: more than one file came out`);
  // What would end the element early cannot stand in it.
  return output[0].code.trim().replaceAll('</script', String.raw`<\/script`).replaceAll('<!--', String.raw`<\!--`);
};

const read = (name) => readFileSync(join(root, 'src-pages', name), 'utf8').trim();

mkdirSync(out, { recursive: true });
for (const page of ['verify', 'report']) {
  const script = await bundle(page);
  const style = `${read('kit/page.css')}\n${read(`${page}/page.css`)}`;
  const policy = `default-src 'none'; script-src ${sha256(script)}; style-src ${sha256(style)}; base-uri 'none'; form-action 'none'`;
  // Functions, or "$&" in a script would be taken for a pattern.
  const html = read(`${page}/index.html`).replace('{policy}', () => policy).replace('{style}', () => style).replace('{script}', () => script);
  writeFileSync(join(out, `${page}.html`), `${html}\n`);
  process.stdout.write(`${`build/out/pages/${page}.html`.padEnd(32)}${(html.length / 1000).toFixed(1)} kB  sha256 ${createHash('sha256').update(`${html}\n`).digest('hex')}\n`);
}
