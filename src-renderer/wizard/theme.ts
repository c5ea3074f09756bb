// Light or dark: as the system says, unless the analyst chose; the choice is kept in this browser and nowhere else.
export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

const KEY = 'dnc-desk.theme';

export const readTheme = (storage: Pick<Storage, 'getItem'>): Theme => {
  const kept = storage.getItem(KEY);
  return themes.find((theme) => theme === kept) ?? 'system';
};

export const keepTheme = (storage: Pick<Storage, 'setItem'>, theme: Theme): void => { storage.setItem(KEY, theme); };

export const showTheme = (document: Document, theme: Theme): void => {
  if (theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
};
