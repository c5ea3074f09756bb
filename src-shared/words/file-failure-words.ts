// What went wrong with a file, in plain words: nothing of a refused file is ever stored, and every message says so where it matters.
import type { Failure, FileFailure, RegistryRefusal } from '../failures.ts';
import { readableNames } from './file-format-words.ts';
import { formatBytes, formatCount, formatShare } from './figures.ts';

export type FailureWords = { readonly title: string; readonly advice: string };

const types = {
  TicketExpired: true, FileMissing: true, FileIsFolder: true, FileUnreadable: true, FileEmpty: true, FileTooLarge: true, FileNotTabular: true,
  FileChanged: true, WorkbookEncrypted: true, WorkbookBroken: true, WorkbookTooLarge: true, ArchiveHoldsSeveral: true, ArchiveUnreadable: true, SheetMissing: true, NoPhoneColumn: true,
  HeaderMissing: true, LayoutMismatch: true, LayoutUnfit: true, XmlBroken: true, RegistryRefused: true, ImportDoubtful: true, StrayQuote: true, CountNotClosed: true,
} satisfies Record<FileFailure['type'], true>;

export const isFileFailure = (failure: Failure): failure is FileFailure => Object.hasOwn(types, failure.type);

export const fileFailureWords = (failure: FileFailure): FailureWords => {
  switch (failure.type) {
    case 'TicketExpired':
      return { title: 'This file was chosen too long ago', advice: 'Choose the file again.' };
    case 'FileMissing':
      return { title: `“${failure.name}” is not there`, advice: 'It may have been moved or renamed, or its drive is not connected. Choose it again.' };
    case 'FileIsFolder':
      return { title: `“${failure.name}” is a folder`, advice: `Choose one file in it: ${readableNames}.` };
    case 'FileUnreadable':
      return { title: `“${failure.name}” cannot be read (${failure.code})`, advice: 'Check that you may open it and that no other program holds it locked, then choose it again.' };
    case 'FileEmpty':
      return { title: `“${failure.name}” is empty`, advice: 'Export it again where it came from; an empty file is often a download that was broken off.' };
    case 'FileTooLarge':
      return { title: `“${failure.name}” is too large (${formatBytes(failure.bytes)}, the limit is ${formatBytes(failure.limit)})`, advice: 'Split it into smaller files, for example by area code, and import them one after the other.' };
    case 'FileNotTabular':
      return { title: `“${failure.name}” is no table${failure.looksLike === '' ? '' : ` (it looks like ${failure.looksLike})`}`, advice: `DNC Desk reads ${readableNames}. Open the file in the program that made it and save it as one of these.` };
    case 'FileChanged':
      return { title: `“${failure.name}” changed while it was read`, advice: 'Another program is still writing it. Wait until it has finished, then import it again. Nothing was stored.' };
    case 'WorkbookEncrypted':
      return { title: `“${failure.name}” is protected by a password`, advice: 'Open it in Excel or LibreOffice, save a copy without the password and import the copy.' };
    case 'WorkbookBroken':
      return { title: `The workbook “${failure.name}” is damaged in ${failure.part}: ${failure.why}`, advice: 'Open it in Excel or LibreOffice, let it repair the file, save it under a new name and import that. Nothing was stored.' };
    case 'WorkbookTooLarge':
      return { title: `The workbook “${failure.name}” unpacks to more than is safe to read (${failure.part}, limit ${failure.limit})`, advice: 'If it is really that large, save its sheet as .csv and import that. If it came from a stranger, do not trust it.' };
    case 'ArchiveHoldsSeveral':
      return {
        title: `“${failure.name}” holds ${formatCount(failure.count)} files`,
        advice: `Which of them is the list cannot be guessed. Unpack it and import one after the other: ${failure.members.join(', ')}${failure.count > failure.members.length ? ' …' : ''}.`,
      };
    case 'ArchiveUnreadable':
      return { title: `The archive “${failure.name}” cannot be unpacked (${failure.part}): ${failure.why}`, advice: 'Download or copy it again, or unpack it with another program and import the file inside. Nothing was stored.' };
    case 'SheetMissing':
      return { title: `There is no sheet “${failure.sheet}” in “${failure.name}”`, advice: failure.sheets.length === 0 ? 'The workbook names no sheets at all; save it again from the program that made it.' : `Choose one of: ${failure.sheets.join(', ')}.` };
    case 'NoPhoneColumn':
      if (failure.columns.length === 1) return { title: `No line of “${failure.name}” looks like a phone number`, advice: 'Each line was read as one piece. Say where its columns begin, or choose another file.' };
      return { title: `No column of “${failure.name}” looks like phone numbers`, advice: `Say which column holds them${failure.columns.length === 0 ? '' : ` (${failure.columns.join(', ')})`}. If none does, this is the wrong file or sheet.` };
    case 'HeaderMissing':
      return { title: `“${failure.name}” has no row that begins on line ${formatCount(failure.headerLine)}`, advice: failure.headerLine > failure.lines ? `It ends on line ${formatCount(failure.lines)}. Choose the line with the column names, or none.` : 'That line is the inside of a quoted cell. Choose the line on which the column names begin, or none.' };
    case 'LayoutMismatch':
      return { title: `The layout speaks of column ${failure.column + 1}, but “${failure.name}” has ${formatCount(failure.columns)}`, advice: 'Choose the columns again in the preview.' };
    case 'ImportDoubtful':
      return doubtWords(failure);
    case 'RegistryRefused':
      return registryWords(failure.name, failure.refusal);
    case 'XmlBroken':
      return { title: `The XML of “${failure.name}” cannot be read: ${failure.why}`, advice: 'Download the list again, or its flat text instead. Nothing was stored.' };
    case 'LayoutUnfit':
      if (failure.layout === '') return { title: `“${failure.name}” is of no known format and looks like no layout you saved`, advice: 'Nothing of it was stored.' };
      return { title: `“${failure.name}” is not what the layout “${failure.layout}” reads`, advice: 'Choose another layout, or none; nothing was stored.' };
    case 'StrayQuote':
      return { title: `A quotation mark opened on line ${formatCount(failure.line)} of “${failure.name}” is never closed`, advice: `Everything after it would be swallowed, so nothing was stored. Open the file, mend line ${formatCount(failure.line)} and import it again.` };
    case 'CountNotClosed':
      return { title: `The rows of “${failure.name}” do not add up: ${formatCount(failure.lines)} lines, ${formatCount(failure.sum)} accounted for`, advice: `The first doubt is at line ${formatCount(failure.line)}. Nothing was stored. Look at that line, mend it and import the file again.` };
    default: return failure satisfies never;
  }
};

const doubtWords = ({ name, doubt, share, limit }: Extract<FileFailure, { type: 'ImportDoubtful' }>): FailureWords => {
  const advice = 'Nothing of it was stored. Look at the file; import it by hand if it is right, then let the folder go on.';
  const found = formatShare(share, 1);
  const most = formatShare(limit, 1);
  switch (doubt) {
    case 'held': return { title: `${found} of the rows of “${name}” would be held for review, where ${most} is the limit`, advice };
    case 'shorter': return { title: `“${name}” is far shorter: it has only ${found} of the numbers of the version before`, advice };
    case 'gone': return { title: `${found} of the numbers of the version before are gone from “${name}”, where ${most} is the limit`, advice };
    default: return doubt satisfies never;
  }
};

const registryWords = (name: string, refusal: RegistryRefusal): FailureWords => {
  switch (refusal.why) {
    case 'name-wrong':
      return { title: `The name of “${name}” does not say when and for which area code it was obtained`, advice: 'Registries name their files like 2026-8-9_202_ABCD.txt.zip, and that name is the evidence. Import the file as it was downloaded, or say when it was obtained.' };
    case 'area-codes-mixed':
      return { title: `“${name}” is named for area code ${refusal.named} and holds ${refusal.found.join(', ')}`, advice: 'The file was renamed or put together from several. Import the files as they were downloaded.' };
    case 'seen-before':
      return { title: `“${name}” holds exactly the list of ${refusal.date} (import ${refusal.importId})`, advice: 'It is no newer version, whatever its name says. Download the list again.' };
    case 'older-than-last':
      return { title: `“${name}” is of ${refusal.date}, and the list of ${refusal.last} was accepted already`, advice: 'An older list would make new registrations look withdrawn. Import the newest list.' };
    case 'far-shorter':
      return { title: `“${name}” holds ${formatCount(refusal.numbers)} numbers, the list of ${refusal.lastDate} had ${formatCount(refusal.last)}`, advice: 'The download was probably cut off. Download it again and compare its size.' };
    case 'chain-broken':
      return refusal.since === null
        ? { title: `“${name}” is a change list, and there is no full list that it could change`, advice: 'Import the full list of this area code first.' }
        : { title: `Changes are missing between ${refusal.since} and “${name}”`, advice: 'The chain of change lists is broken: import a full list of this area code, then changes from there on.' };
    default: return refusal satisfies never;
  }
};
