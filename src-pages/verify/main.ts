// verify.html: whatever file is given, the page says what holds and the first thing that does not, and stays silent about nothing.
import { code, count, draw, drawFacts, place } from '../kit/draw.ts';
import { createBreath } from '../kit/breath.ts';
import { drawChecks } from '../kit/check-list.ts';
import { checkBundle, type Verdict } from '../proof/check-bundle.ts';
import { checkWords, type Check, type CheckName } from '../proof/course.ts';
import { sourceOf } from '../proof/source.ts';
import { createSummer } from '../proof/sums.ts';

const levelWords = { L0: 'certificate of one number', L1: 'the whole log, personal data kept back', L2: 'the whole log, opened' } as const;

const start = (): void => {
  const given: { bundle: File | null; held: File | null } = { bundle: null, held: null };
  const card = place('card') as HTMLInputElement; // our own markup
  // WebCrypto is missing on some browsers' file:// pages.
  const summer = createSummer(globalThis.crypto?.subtle === undefined ? null : (bytes) => crypto.subtle.digest('SHA-256', bytes));
  let latest = 0;

  const check = async (): Promise<void> => {
    latest += 1;
    const mine = latest;
    const { bundle, held } = given;
    if (bundle === null) {
      if (held !== null) say('', 'Nothing has been checked', 'The older checkpoint is here; choose the export it is to be held to.');
      return;
    }
    forget();
    say('', 'Checking …', bundle.name, true);
    const began = performance.now();
    const breathe = createBreath();
    const hear = (heard: Check | { readonly name: CheckName; readonly state: 'being-made' }): void => {
      if (mine === latest && heard.state === 'being-made') say('', 'Checking …', `${checkWords[heard.name]}?`, true);
    };
    try {
      const verdict = await checkBundle({
        source: sourceOf(bundle), held: held === null ? null : await held.slice(0, 100_000).text(), card: card.value.trim() === '' ? null : card.value,
        summer, hear, breathe: async () => {
          await breathe();
          if (mine !== latest) throw new Error('another file was given');
        },
      });
      if (mine === latest) show(verdict, bundle.name, { held: held !== null, card: card.value.trim() !== '' }, performance.now() - began);
    } catch (error) {
      if (mine !== latest) return;
      say('bad', 'It could not be checked', `The browser could not read the file to its end${error instanceof Error ? ` (${error.name})` : ''}. Nothing is known about it.`);
    }
  };

  const take = (files: Iterable<File>): void => {
    for (const file of files) given[file.name.toLowerCase().endsWith('.txt') ? 'held' : 'bundle'] = file;
    void check();
  };
  const listen = (id: 'bundle' | 'held'): void => {
    const input = place(id) as HTMLInputElement; // our own markup
    input.addEventListener('change', () => {
      given[id] = input.files?.[0] ?? null;
      if (given.bundle === null) forget();
      void check();
    });
  };
  listen('bundle');
  listen('held');
  card.addEventListener('change', () => { void check(); });
  const over = (is: boolean) => (event: DragEvent): void => {
    event.preventDefault();
    place('drop').classList.toggle('over', is);
  };
  document.addEventListener('dragover', over(true));
  document.addEventListener('dragleave', over(false));
  document.addEventListener('drop', (event) => {
    over(false)(event);
    take(event.dataTransfer?.files ?? []);
  });
};

const say = (tone: '' | 'good' | 'bad' | 'open', title: string, words: string, busy = false): void => {
  const box = place('verdict');
  box.className = `verdict ${tone}`;
  box.setAttribute('aria-busy', String(busy));
  box.replaceChildren(draw('h2', {}, title), draw('p', {}, words), ...(busy ? [draw('progress', { 'aria-label': 'Checking' })] : []));
};

const forget = (): void => {
  for (const id of ['facts', 'checks']) place(id).hidden = true;
};

const show = ({ good, flaw, checks, cover, fingerprint, contents }: Verdict, name: string, gave: { readonly held: boolean; readonly card: boolean }, millis: number): void => {
  if (!good) say('bad', 'It does not hold', flaw?.words ?? 'A check was not made.');
  else if (gave.card) say('good', 'Everything in this file holds', `${name} is whole and unchanged, and signed by the key on your card.`);
  else say('open', 'Everything in this file holds; one comparison is yours', `${name} is whole and unchanged. Compare the fingerprint below with your key card: this page cannot know whose key it is.`);
  const box = place('verdict');
  if (good && !gave.held) box.append(draw('p', {}, 'No older checkpoint was given. Keep this export’s checkpoint.txt: the next export can be held to it, even against a thief of the key.'));
  box.append(draw('p', { class: 'muted' }, `Checked in ${(millis / 1000).toFixed(1)} s on this computer.`));

  const now = contents?.checkpoint ?? null;
  const phone = contents?.certificate?.phone ?? null;
  const facts = drawFacts([
    ...(fingerprint === null ? [] : [['Fingerprint of the key', draw('code', { class: 'fingerprint' }, fingerprint)] as const]),
    ...(cover === null ? [] : [['Log', code(cover.log)], ['What it is', levelWords[cover.level]], ['Exported', `${cover.at} by DNC Desk ${cover.app} (that computer’s clock)`]] as const),
    ...(phone === null ? [] : [['Number', phone]] as const),
    ...(now === null ? [] : [['Entries', count(now.size)], ['Root', code(now.root64)]] as const),
    ...(contents === null || contents.history.length < 2 ? [] : [['Keys so far', contents.history.map(({ key, seq, end }) => `${key.fingerprint} since entry ${seq}${end === null ? '' : ` (${end})`}`).join('; ')]] as const),
  ]);
  refill('facts', facts, !good && fingerprint === null && cover === null);
  if (!good) place('facts').append(draw('p', { class: 'muted' }, 'Since the file does not hold, none of this may be relied on.'));
  refill('checks', drawChecks(checks), false);
};

const refill = (id: string, content: HTMLElement, isHidden: boolean): void => {
  const section = place(id);
  section.replaceChildren(...section.querySelectorAll('h2'), content);
  section.hidden = isHidden;
};

start();
