// A list as analysts receive them, of any length and the same each time: six columns, mixed ways to write numbers, 2 in 100 bad, 1 in 100 a repetition.
import { closeSync, openSync, writeSync } from 'node:fs';
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { findAreaCode } from '../../src-shared/domain/area-codes.ts';
import { createRandom } from '../helpers/seeded.ts';

/** Numbers are distinct and synthetic: the file is never kept. */
export const makeList = (path: string, rows: number): void => {
  const random = createRandom(20_260_101);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  const places = placesOfTheUs();
  const file = openSync(path, 'w');
  let text = 'Phone,Name,State,DNC Code,Request Date,Source\r\n';
  const recent: string[] = [];
  for (let i = 0; i < rows; i += 1) {
    const place = places[i % places.length] as Place;
    // A step without a common divisor walks through all lines of an area code before it meets one again.
    const line = 2_000_000 + ((Math.floor(i / places.length) * 4_999_999) % 8_000_000);
    const kind = random();
    const ten = kind < 0.01 && recent.length > 0 ? pick(recent) : `${place.code}${line}`;
    if (i % 50 === 0) recent.push(ten);
    const phone = kind > 0.98 ? pick(badWays)(ten) : pick(goodWays)(ten);
    const name = random() < 0.1 ? `"${pick(lasts)}, ${pick(firsts)}"` : `${pick(firsts)} ${pick(lasts)}`;
    const day = new Date(Date.UTC(2020, 0, 1 + Math.floor(random() * 2000))).toISOString().slice(0, 10);
    text += `${phone},${name},${place.state},${pick(codes)},${day},${pick(sources)} ${Math.floor(random() * 90_000)}\r\n`;
    if (text.length > 1 << 20) {
      writeSync(file, text);
      text = '';
    }
  }
  writeSync(file, text);
  closeSync(file);
};

type Place = { readonly code: string; readonly state: string };

/** Area codes that the metadata knows as well, and whole (of 983 it lacks 983-6): there both sides must come to the same verdicts. */
const placesOfTheUs = (): readonly Place[] =>
  Array.from({ length: 800 }, (_, i) => findAreaCode(String(i + 200))).flatMap((found) =>
    found?.country === 'US' && found.state !== null && ['2345678', '6992345'].every((line) => parsePhoneNumberFromString(`+1${found.code}${line}`)?.isValid() === true) ? [{ code: found.code, state: found.state }] : []);

type Way = (ten: string) => string;
const parted = (ten: string, ...between: readonly [string, string, string]): string => `${between[0]}${ten.slice(0, 3)}${between[1]}${ten.slice(3, 6)}${between[2]}${ten.slice(6)}`;
const plain: Way = (ten) => ten;
const goodWays: readonly Way[] = [
  plain, plain, plain, plain, (ten) => `+1${ten}`, (ten) => parted(ten, '(', ') ', '-'), (ten) => parted(ten, '(', ') ', '-'),
  (ten) => parted(ten, '', '-', '-'), (ten) => parted(ten, '', '-', '-'), (ten) => parted(ten, '1-', '-', '-'), (ten) => parted(ten, '', '.', '.'), (ten) => parted(ten, '+1 ', ' ', ' '),
];
const badWays: readonly Way[] = [(ten) => ten.slice(3), (ten) => ten.slice(0, 8), () => 'n/a', (ten) => `0${ten.slice(1)}`, (ten) => `${ten}99`, (ten) => `${ten.slice(0, 3)}1${ten.slice(4)}`];

const codes = ['FED', 'STATE', 'INT', 'TCPA'];
const sources = ['Call centre', 'Web form', 'Letter', 'Registry'];
const firsts = ['Ada', 'Ben', 'Cleo', 'Dara', 'Emil', 'Fay', 'Gus', 'Hana', 'Ivo', 'Jill'];
const lasts = ['Adams', 'Brown', 'Castillo', 'Dubois', 'Evans', 'Fischer', 'García', 'Hill', 'Ito', 'Jones'];
