// report.html: tells what the log inside it says, and first checks whether that log is the one that was signed.
import { createBreath } from '../kit/breath.ts';
import { drawChecks } from '../kit/check-list.ts';
import { code, count, draw, drawFacts, place } from '../kit/draw.ts';
import { checkContents, contentChecks, readCover, type Contents, type Cover } from '../proof/check-contents.ts';
import { readCurrentKey } from '../proof/check-keys.ts';
import { createCourse, flaw, type Course } from '../proof/course.ts';
import type { PublicKey } from '../proof/keys.ts';
import { readLeaves } from '../proof/read-leaves.ts';
import { drawCertificate } from './certificate.ts';
import { readOwnFiles, type OwnFiles } from './own-files.ts';
import { drawCare, drawEntries, drawImports, drawOverview, drawPeople, drawPushes, drawReadings, drawReleases, drawSection, drawTime } from './sections.ts';
import { createStory, type Story } from './story.ts';

const honest = 'This page checked itself with its own script, and a doctored page could lie about that: use verify.html from elsewhere, with your own older checkpoint, before you rely on it.';

const start = async (): Promise<void> => {
  const files = readOwnFiles(document);
  if (files.names.length === 0) {
    say('open', 'There is nothing in this page', 'It is the empty form that reports are made from.');
    return;
  }
  const began = performance.now();
  const { story, hear, hearOpening } = createStory();
  const breathe = createBreath();
  const cover = await readCover(files);
  const key = await readCurrentKey(files);
  if ('code' in cover || key === null) {
    say('bad', 'This page does not hold together', 'code' in cover ? cover.words : 'Its key cannot be read.');
    return;
  }
  const course = createCourse(contentChecks(cover.level, false));
  const contents = await checkContents(course, { members: files, cover, key, held: null, breathe, hear, hearOpening, ...(files.before === undefined ? {} : { before: files.before }) });
  // What does not hold is still shown, under a red sign, as far as it can be read.
  if (story.leaves.length === 0 && cover.level !== 'L0') await readLeaves({ pieces: files.pieces('leaves.ndjson'), origin: cover.log, sizes: [], withOpen: false, hear, breathe, ...(files.before === undefined ? {} : { before: files.before }) });
  show(files, cover, key, course, contents, story, performance.now() - began);
};

const say = (tone: 'good' | 'bad' | 'open', title: string, ...words: readonly string[]): void => {
  const box = place('verdict');
  box.className = `verdict ${tone}`;
  box.replaceChildren(draw('h2', {}, title), ...words.map((each) => draw('p', {}, each)));
};

const show = ({ before }: OwnFiles, cover: Cover, key: PublicKey, course: Course, { checkpoint, certificate }: Contents, story: Story, millis: number): void => {
  const checks = course.checks();
  const held = checks.every(({ state }) => state === 'held');
  const [title, lead] = cover.level === 'L0'
    ? ['Certificate from a DNC Desk log', 'Every record about one telephone number, with proofs that lie in this page.']
    : ['Report on a DNC Desk log', cover.level === 'L1' ? 'The whole log, told from its entries, which lie in this page. Numbers, names and file names are kept back.' : 'The whole log, told from its entries, which lie in this page together with what they sealed. It holds personal data.'];
  document.title = title;
  place('title').textContent = title;
  place('lead').textContent = lead;
  if (held) say('good', 'This page holds together', `What it shows is the log signed by the key ${key.fingerprint}. Compare that with your key card.`, honest);
  else say('bad', 'This page does not hold together', (course.flaw() ?? flaw('', 'A check was not made.')).words, 'What follows was changed after it was signed, or was never signed. Do not rely on it.');
  const facts = drawSection('What this is', drawFacts([
    ['Log', code(cover.log)], ['Fingerprint of the key', code(key.fingerprint)], ['Entries', count(cover.size)], ['Root', code(checkpoint?.root64 ?? 'not known')],
    ['Exported', `${cover.at} by DNC Desk ${cover.app}`],
    ...(before === undefined ? [] : [['In this page', `Entries ${count(before.first)} to ${count(cover.size - 1)}; a browser could not hold all of them. Figures and pictures are of these only. The whole log is in leaves.ndjson of the export.`] as const]),
  ]));
  const sections = cover.level === 'L0'
    ? (certificate === null ? [] : [drawCertificate(certificate, held)])
    : [drawOverview, drawTime, drawImports, drawPushes, drawReadings, drawReleases, drawPeople, drawCare, drawEntries].map((drawIt) => drawIt(story));
  const checked = drawSection('What was checked', draw('p', { class: 'muted' }, `By this page itself, in ${(millis / 1000).toFixed(1)} s.`), drawChecks(checks));
  place('story').replaceChildren(...(cover.level === 'L0' ? [...sections, facts] : [facts, ...sections]), checked);
};

start().catch((error: unknown) => {
  say('bad', 'This page cannot be read', `Something in it is not as it was written${error instanceof Error ? ` (${error.name})` : ''}. Do not rely on it.`);
});
